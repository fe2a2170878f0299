import type { LandingZone } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { mayCopySecrets } from "../../clusters/found-in-cluster";
import { messageOf } from "../../terminal/errors";
import { firstOf } from "../../terminal/printed-text";
import type { StacksAnswer } from "./stacks-shape";

type Ended = StacksAnswer["stacks"][number];

/** The most readers that a reason names. */
const MOST = 6;

/** The ended stacks. Owners' stacks that wait for clusters name the readers that they wait for. */
export function withWaitingReasons(
  zone: Pick<LandingZone, "externalReaders" | "readers">,
  ended: readonly Ended[],
): Ended[] {
  return ended.map((one) => {
    const readers = one.result === "waits" ? readersWaitedFor(zone, one) : [];
    return readers.length > 0 ? { ...one, reason: waitingWords(readers) } : one;
  });
}

function readersWaitedFor(
  { externalReaders, readers }: Pick<LandingZone, "externalReaders" | "readers">,
  { stack, waitsFor = [] }: Ended,
): string[] {
  return [...readers, ...externalReaders].flatMap(({ cluster, grants, id }) => {
    // Adopted clusters are not waited for.
    if (!cluster.create || !waitsFor.includes(stackName(cluster.account, "cluster"))) return [];
    const owners = grants.flatMap(({ kind, target }) =>
      kind === "secret" ? [target.account, target.former?.account] : [],
    );
    const isOwn = owners.some(
      (owner) => owner && owner !== cluster.account && stackName(owner, "secrets") === stack,
    );
    return isOwn ? `${id} of cluster ${cluster.id}` : [];
  });
}

function waitingWords(readers: readonly string[]): string {
  return `its policies let in ${firstOf(readers, MOST)}, and a policy names a cluster only once its stack is done; to go on without them, take these readers out of the inventory, which ends their access`;
}

/** Clusters that are looked into at once. */
const AT_ONCE = 8;

/** Clusters that were deployed to and cannot copy secrets into Kubernetes Secrets although readers want it: one sentence each. */
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
