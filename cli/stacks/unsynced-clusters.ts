import type { LandingZone } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { stackName } from "../../stacks/stack-plan";
import { accountAccess } from "../aws/account-access";
import { mayCopySecrets } from "../clusters/found-in-cluster";
import { messageOf } from "../terminal/errors";
import type { StacksAnswer } from "./run/stacks-shape";

/** Clusters that are looked into at once. */
const AT_ONCE = 8;

/** Which clusters that were deployed to cannot copy secrets into Kubernetes Secrets, though readers want it: a sentence each. */
export async function unsyncedClusters(
  { clusters, readers }: LandingZone,
  ended: StacksAnswer["stacks"],
): Promise<string[]> {
  const done = new Set(ended.flatMap(({ result, stack }) => (result === "done" ? stack : [])));
  const asked = clusters.filter(
    (cluster) =>
      done.has(stackName(cluster.account, "workloads")) &&
      readers.some((one) => one.cluster === cluster && one.syncToKubernetesSecrets.length > 0),
  );
  const said = await inParallel(asked, AT_ONCE, async (cluster) => {
    try {
      const access = await accountAccess(cluster.account, cluster.region, "up");
      return (await mayCopySecrets(cluster, access)) ? [] : [unsynced(cluster.id)];
    } catch (error) {
      const what = `whether cluster ${cluster.id} copies secrets into Kubernetes Secrets is not known`;
      return [`${what}: ${messageOf(error)}`];
    }
  });
  return said.flat();
}

function unsynced(id: string): string {
  return `cluster ${id} copies nothing into Kubernetes Secrets: its driver has no ClusterRole for it; write install: helm under clusters.${id}.secretsStoreCsi, or have the driver that exists installed with syncSecret.enabled`;
}
