import type { EKS } from "@aws-sdk/client-eks";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { absentCluster } from "../../../stacks/absent-cluster";
import { stackName } from "../../../stacks/stack-plan";
import { accountAccess } from "../../aws/account-access";
import { nothingIf, withClient } from "../../aws/aws-error";
import { associationOfPods, associationsOf, type DeployedAssociation } from "../../looks/eks-looks";
import { messageOf } from "../../terminal/errors";
import { note } from "../../terminal/output";
import type { ExportedResource, StaleResource } from "../backend/exported-state";
import type { LiveLook } from "./live-clusters";

/** The most clusters that are asked at the same time. */
const AT_ONCE = 8;

/** What the stacks deployed and somebody has deleted or created again since. */
interface LostInClusters {
  /** Why stacks must not be run, by their names. */
  unfit: ReadonlyMap<string, string>;
  /** Missing associations. After a refresh, the run creates them again. */
  stale: StaleResource[];
}

/**
 * Checks whether the clusters and associations of these stacks exist. `refresh`: the run refreshes everything, and so creates a
 * missing cluster again.
 */
export async function lostInClusters(live: LiveLook, refresh: boolean): Promise<LostInClusters> {
  const { held, stacks, zone } = live;
  const isRun = (name: string) => held.has(name) && stacks.some((one) => one.name === name);
  const found = await inParallel(zone.clusters, AT_ONCE, async (cluster) => {
    const [own, workloads] = (["cluster", "workloads"] as const).map((layer) =>
      stackName(cluster.account, layer),
    ) as [string, string];
    const run = [own, workloads].filter(isRun);
    const nothing = { unfit: [], stale: [] };
    if (run.length === 0) return nothing;
    try {
      const { EKS } = await import("@aws-sdk/client-eks");
      const access = await accountAccess(cluster.account, cluster.region, live.verb);
      return await withClient(new EKS(access), async (eks) => {
        if (await isGone(eks, cluster, own, live)) {
          if (cluster.create && refresh) return nothing;
          const reason = cluster.create ? goneCluster(cluster, own) : absentCluster(cluster);
          return { unfit: run.map((stack) => [stack, reason] as const), stale: [] };
        }
        return isRun(workloads) ? await lostAssociations(eks, cluster, workloads, live) : nothing;
      });
    } catch (error) {
      note(
        `whether the associations of cluster ${cluster.id} are there is not known: ${messageOf(error)}`,
      );
      return nothing;
    }
  });
  return {
    unfit: new Map(found.flatMap(({ unfit }) => unfit)),
    stale: found.flatMap(({ stale }) => stale),
  };
}

/**
 * Whether a cluster is missing that should exist according to the inventory or to the stack that created it. One that is being
 * created exists.
 */
async function isGone(
  eks: EKS,
  { create, name }: ResolvedCluster,
  stack: string,
  { held, stateOf }: LiveLook,
): Promise<boolean> {
  const { resources } = create && held.has(stack) ? await stateOf(stack) : { resources: [] };
  const isMade = resources.some(
    ({ inputs, type }) => type === "aws:eks/cluster:Cluster" && inputs?.name === name,
  );
  if (create && !isMade) return false;
  const answer = await eks.describeCluster({ name }).catch(nothingIf("ResourceNotFoundException"));
  return answer === undefined;
}

function goneCluster({ id, name, region }: ResolvedCluster, stack: string): string {
  return `cluster ${id}, which stack ${stack} made, is not there: there is no ${name} in ${region}; eks-pod-secrets up --refresh makes it anew, and deploys into it again`;
}

async function lostAssociations(
  eks: EKS,
  cluster: ResolvedCluster,
  stack: string,
  { stateOf, zone }: LiveLook,
) {
  const { resources } = await stateOf(stack);
  const deployed = resources.filter(
    ({ inputs, type }) =>
      type === "aws:eks/podIdentityAssociation:PodIdentityAssociation" &&
      inputs?.clusterName === cluster.name,
  );
  const lost = { unfit: [] as (readonly [string, string])[], stale: [] as StaleResource[] };
  if (deployed.length === 0) return lost;
  const asked = associationsOf(eks, cluster.name);
  const found = await asked.catch(nothingIf("ResourceNotFoundException"));
  const others: string[] = [];
  for (const resource of found ? deployed : []) {
    const one = associationIn(resource);
    const pods = `${one.namespace}/${one.serviceAccount}`;
    const there = associationOfPods(one, found ?? []);
    const isStaying = zone.readers.some(
      (reader) =>
        reader.cluster === cluster &&
        reader.namespace === one.namespace &&
        reader.serviceAccount === one.serviceAccount,
    );
    if (!there) {
      lost.stale.push({ stack, urn: resource.urn });
      if (isStaying) {
        note(`the association of ${pods} in cluster ${cluster.id} is not there: up makes it again`);
      }
    } else if (isStaying && isAnother(there, one)) {
      others.push(
        `cluster ${cluster.id} has the association ${there.associationId} of ${pods}, which stack ${stack} did not make: to let up make its own, aws eks delete-pod-identity-association --cluster-name ${cluster.name} --association-id ${there.associationId} --region ${cluster.region}`,
      );
    }
  }
  if (others.length > 0) lost.unfit.push([stack, others.join("\n")]);
  return lost;
}

/** Whether the existing association is another one. What a killed run created may have no id in the state yet. */
function isAnother(there: { associationId?: string }, { associationId }: DeployedAssociation) {
  return associationId !== undefined && there.associationId !== associationId;
}

function associationIn({ inputs, outputs }: ExportedResource): DeployedAssociation {
  return { ...inputs, ...outputs } as unknown as DeployedAssociation;
}
