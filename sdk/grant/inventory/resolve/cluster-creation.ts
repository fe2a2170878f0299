import { createdClusterKey, isArm, nodeScalingProblems } from "../../../rules/clusters";
import type { Path, Report } from "../../../rules/problem";
import { textFlaw } from "../../../rules/rule";
import type { ClusterEntry } from "../schema/cluster";
import type { ClusterCreationEntry } from "../schema/cluster-creation";

/** A cluster that does not exist yet has nothing, and much is named after it. */
export function checkCreation(
  id: string,
  { create = {}, secretsStoreCsi: csi }: ClusterEntry,
  path: Path,
  report: Report,
): void {
  report(path, textFlaw(createdClusterKey, id));
  for (const part of ["install", "podIdentityAgent"] as const) {
    if (csi?.[part] !== "existing") continue;
    const says =
      "must not be existing where the cluster is created: a new cluster has none; leave it out";
    report([...path, "secretsStoreCsi", part], says);
  }
  checkNodes(create, [...path, "create", "nodes"], report);
  checkEndpoint(create, [...path, "create", "endpoint"], report);
}

function checkNodes({ nodes = {} }: ClusterCreationEntry, path: Path, report: Report): void {
  for (const { path: inner, says } of nodeScalingProblems(nodes)) report([...path, ...inner], says);
  const { instanceTypes = [] } = nodes;
  if (new Set(instanceTypes.map(isArm)).size < 2) return;
  const says = `must be all x86 or all Arm, as one image runs on all nodes, got ${instanceTypes.join(", ")}`;
  report([...path, "instanceTypes"], says);
}

function checkEndpoint({ endpoint = {} }: ClusterCreationEntry, path: Path, report: Report): void {
  if (endpoint.public !== false) return;
  if (!endpoint.private) {
    report(path, "must be public or private: nobody could reach the Kubernetes API");
  }
  if (endpoint.publicAccessCidrs) {
    const says = "can be set only where public is not false: nobody reaches it from the internet";
    report([...path, "publicAccessCidrs"], says);
  }
}
