import type { ResolvedReader } from "../../../sdk/grant";
import { accountAccess } from "../../aws/account-access";
import { type PodMount, podMounts } from "../../clusters/pod-mounts";
import { type MountedFile, mountedFiles } from "./mounted-files";
import { PROBE_MOUNT } from "./sandbox-pods";
import type { VerifyAnswer } from "./shape";
import { failureReason, type WantedVersion, wantedVersion } from "./wanted-version";

type File = VerifyAnswer["readers"][number]["files"][number];
type Verdict = Pick<File, "result" | "reason">;

/** What a reader's cluster and the owners on AWS say of its files. What they do not say is not seen, and never right. */
export async function liveFiles(reader: ResolvedReader): Promise<File[]> {
  const mounts = await mountsOf(reader);
  const wanted = await Promise.all(reader.grants.map(wantedVersion));
  const mountPath = reader.deployment?.mountPath ?? PROBE_MOUNT;
  return reader.grants.flatMap((grant, index) =>
    mountedFiles({ grants: [grant] }, mountPath).map((file) => ({
      ...file,
      ...(typeof mounts === "string"
        ? notSeen(mounts)
        : fileVerdict(file, mounts, wanted[index] ?? { unknown: "" })),
    })),
  );
}

/** Why nobody could look, where that is so. */
async function mountsOf(reader: ResolvedReader): Promise<PodMount[] | string> {
  const { cluster, namespace, secretProviderClass, serviceAccount } = reader;
  try {
    const access = await accountAccess(cluster.account, cluster.region, "verify");
    const mounts = await podMounts(cluster, reader, access);
    if (mounts === undefined) return `cluster ${cluster.id} is not ready`;
    if (mounts.length > 0) return mounts;
    return `no running pod of service account ${namespace}/${serviceAccount} mounts ${secretProviderClass}`;
  } catch (error) {
    return failureReason(error, `cannot look into cluster ${cluster.id}`);
  }
}

/** One pod that is wrong makes the file wrong; one of which too little is known keeps it from being right. */
export function fileVerdict(
  file: MountedFile,
  mounts: readonly PodMount[],
  wanted: WantedVersion,
): Verdict {
  const verdicts = mounts.map((mount) => podVerdict(file, mount, wanted));
  const worst = (result: Verdict["result"]) => verdicts.find((one) => one.result === result);
  return worst("fails") ?? worst("not seen") ?? { result: "reads" };
}

function podVerdict(
  { path }: MountedFile,
  { failure, pod, versions }: PodMount,
  wanted: WantedVersion,
): Verdict {
  if (failure !== undefined) {
    const reason = `the files of pod ${pod} are from before a mount that failed: ${failure}`;
    return { result: "fails", reason };
  }
  const version = versions?.get(path.slice(path.lastIndexOf("/") + 1));
  if (version === undefined)
    return notSeen(`the driver has recorded no version of it in pod ${pod}`);
  if ("unknown" in wanted) return notSeen(wanted.unknown);
  if (version === wanted.version) return { result: "reads" };
  const reason = `pod ${pod} has mounted version ${version}, and the owner has ${wanted.version}: until the driver rotates its files or the pod restarts they are old`;
  return { result: "fails", reason };
}

function notSeen(reason: string): Verdict {
  return { result: "not seen", reason };
}
