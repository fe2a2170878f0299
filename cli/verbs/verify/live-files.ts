import type { ResolvedReader } from "eks-pod-secrets/grant";
import { absentCluster } from "../../../stacks/absent-cluster";
import { accountAccess } from "../../aws/account-access";
import { failureReason } from "../../aws/aws-error";
import { type MountedFile, mountedFiles } from "../../clusters/mounted-files";
import { type PodMount, podMounts } from "../../clusters/pod-mounts";
import { type Wanted, wantedVersion } from "../../doctor/facts/wanted-version";
import type { Seen } from "../../doctor/step";
import { PROBE_MOUNT } from "./sandbox-pods";
import type { VerifyAnswer } from "./shape";

type File = VerifyAnswer["readers"][number]["files"][number];
type Verdict = Pick<File, "result" | "reason">;

/** What is known of a reader's files, and what is told of its pods besides. */
export interface LiveFiles {
  files: File[];
  /** Of pods that have ended or just begun, or mount something else. */
  told: string[];
}

/** What a reader's cluster and the owners on AWS say of its files. What they do not say is not seen, and never right. */
export async function liveFiles(
  reader: ResolvedReader,
  askCluster: (reader: ResolvedReader) => Promise<PodMount[] | Verdict> = podsOf,
): Promise<LiveFiles> {
  const mounts = await askCluster(reader);
  const wanted = await Promise.all(reader.grants.map(wantedVersion));
  const mountPath = reader.deployment?.mountPath ?? PROBE_MOUNT;
  const files = reader.grants.flatMap((grant, index) =>
    mountedFiles({ grants: [grant] }, mountPath).map((file) => ({
      ...file,
      ...("result" in mounts ? mounts : fileVerdict(file, mounts, wanted[index] ?? { unseen: "" })),
    })),
  );
  const told = "result" in mounts ? [] : mounts.filter((one) => !counts(one));
  return { files, told: told.flatMap(({ says }) => says ?? []) };
}

/** The pods of a reader; why nobody could look, or that there is nothing to look at. */
async function podsOf(reader: ResolvedReader): Promise<PodMount[] | Verdict> {
  const { cluster } = reader;
  try {
    const access = await accountAccess(cluster.account, cluster.region, "verify");
    const mounts = await podMounts(cluster, reader, access);
    return judged(reader, mounts);
  } catch (error) {
    return notSeen(failureReason(error, `cannot look into cluster ${cluster.id}`));
  }
}

/** The pods, where one of them says something; else what it means that none does. `mounts`: undefined where there is no cluster. */
export function judged(
  { cluster, namespace, secretProviderClass, serviceAccount }: ResolvedReader,
  mounts: PodMount[] | undefined,
): PodMount[] | Verdict {
  if (mounts === undefined) return { result: "fails", reason: absentCluster(cluster) };
  if (mounts.some(counts)) return mounts;
  const what = `no running pod of service account ${namespace}/${serviceAccount} mounts ${secretProviderClass}`;
  return notSeen([what, ...mounts.flatMap(({ says }) => says ?? [])].join("; "));
}

/** Whether what a pod has mounted, or cannot mount, says how its reader reads. */
function counts({ state }: PodMount): boolean {
  return state === "mounted" || state === "waiting";
}

/** One pod that is wrong makes the file wrong; one of which too little is known keeps it from being right. */
export function fileVerdict(
  file: MountedFile,
  mounts: readonly PodMount[],
  wanted: Seen<Wanted>,
): Verdict {
  const verdicts = mounts.filter(counts).map((mount) => podVerdict(file, mount, wanted));
  const worst = (result: Verdict["result"]) => verdicts.find((one) => one.result === result);
  return worst("fails") ?? worst("not seen") ?? { result: "reads" };
}

function podVerdict(
  { path }: MountedFile,
  { isFailed, pod, says, versions }: PodMount,
  wanted: Seen<Wanted>,
): Verdict {
  if (isFailed) return { result: "fails", reason: says };
  const version = versions?.get(path.slice(path.lastIndexOf("/") + 1));
  if (version === undefined)
    return notSeen(`the driver has recorded no version of it in pod ${pod}`);
  if ("unseen" in wanted) return notSeen(wanted.unseen);
  if (version === wanted.value.version) return { result: "reads" };
  const reason = `pod ${pod} has mounted version ${version}, and the owner has ${wanted.value.version}: until the driver rotates its files or the pod restarts they are old`;
  return { result: "fails", reason };
}

function notSeen(reason: string): Verdict {
  return { result: "not seen", reason };
}
