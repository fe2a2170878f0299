import { absentCluster } from "../../../stacks/absent-cluster";
import { mountedFiles } from "../../clusters/mounted-files";
import { mountsIn } from "../../clusters/pod-mounts";
import type { ClusterFacts } from "../../doctor/facts/cluster-facts";
import type { Finding } from "../../doctor/step";
import { fileFindings } from "../../doctor/steps/file";
import { worstFirst } from "../../doctor/walk/walk";
import { PROBE_MOUNT } from "./sandbox-pods";
import type { VerifyAnswer } from "./shape";

type File = VerifyAnswer["readers"][number]["files"][number];

/** What is known about a reader's files, and remarks about its pods. */
export interface LiveFiles {
  files: File[];
  /** Remarks about pods that have ended, have just started, or mount something else. */
  told: string[];
}

/** What `doctor` finds for each of a reader's files, and remarks about pods that tell nothing about them. */
export function liveFiles(facts: ClusterFacts): LiveFiles {
  const { cluster, reader } = facts;
  const isAbsent = "value" in cluster && cluster.value === undefined;
  const mountPath = reader.deployment?.mountPath ?? PROBE_MOUNT;
  const files = reader.grants.flatMap((grant) => {
    const asked = [grant];
    const verdict: Pick<File, "result" | "reason"> = isAbsent
      ? { result: "fails", reason: absentCluster(reader.cluster) }
      : verdictOf(worstFirst(fileFindings({ ...facts, asked }))[0]);
    return mountedFiles({ grants: asked }, mountPath).map((file) => ({ ...file, ...verdict }));
  });
  return { files, told: toldOf(facts) };
}

function verdictOf(finding: Finding | undefined): Pick<File, "result" | "reason"> {
  if (finding?.result === "right") return { result: "reads" };
  const result = finding?.result === "wrong" ? "fails" : "not seen";
  return { result, reason: finding?.says ?? "nothing looked at it" };
}

function toldOf({ events, mountStatuses, now, pods, reader }: ClusterFacts): string[] {
  if (!("value" in pods && "value" in mountStatuses && "value" in events)) return [];
  const objects = { pods: pods.value, statuses: mountStatuses.value, events: events.value };
  const mounts = mountsIn(reader, objects, now);
  if (!mounts.some(({ state }) => state === "mounted" || state === "waiting")) return [];
  return mounts.flatMap(({ says = "", state }) =>
    state === "mounted" || state === "waiting" ? [] : [says],
  );
}
