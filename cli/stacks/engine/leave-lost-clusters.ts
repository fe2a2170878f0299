import { clusterOf, regionOf } from "eks-pod-secrets/change-losses";
import type { LandingZone, ResolvedCluster } from "eks-pod-secrets/grant";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { AccountAccess } from "../../aws/account-access";
import { nothingIf, withClient } from "../../aws/aws-error";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { type ExportedResource, importText, type State } from "../backend/exported-state";
import type { CommandPlace } from "../backend/pulumi-command";
import { stateWithout } from "../backend/state-without";

/**
 * Removes from a stack what it created in clusters that are gone and have a successor with the same name: the engine would
 * consider it deployed. A cluster that the stack itself created and that is another one now is a `UserError`, unless the run
 * refreshes it. Returns the state afterwards.
 */
export async function leaveLostClusters(
  place: CommandPlace,
  zone: LandingZone,
  stack: PlannedStack,
  { access, refresh, state }: { access: AccountAccess; refresh: boolean; state: string },
): Promise<string> {
  const clusters = zone.clusters.filter(({ account }) => account === stack.account);
  let text = state;
  for (const cluster of clusters) {
    const made = await creationOf(cluster, access);
    if (!made) continue;
    if (!refresh) requireSame(text, stack.name, cluster, made);
    const rest = withoutLost(text, cluster, made);
    if (rest === undefined) continue;
    text = rest;
    note(
      `cluster ${cluster.id} was made anew on ${made.toISOString()}: ${stack.name} deploys there again what it had in the one before`,
    );
  }
  if (text !== state) await importText(place, stack.name, text, state);
  return text;
}

async function creationOf(
  { name, region }: ResolvedCluster,
  access: AccountAccess,
): Promise<Date | undefined> {
  const { DescribeClusterCommand, EKSClient } = await import("@aws-sdk/client-eks");
  const asked = withClient(new EKSClient({ ...access, region }), (client) =>
    client.send(new DescribeClusterCommand({ name })),
  );
  const unless = nothingIf("ResourceNotFoundException", "AccessDeniedException");
  const answer = await asked.catch(unless);
  return answer?.cluster?.createdAt;
}

function requireSame(text: string, stack: string, { id, name }: ResolvedCluster, made: Date): void {
  const { deployment } = JSON.parse(text) as State;
  const own = deployment?.resources?.find(
    ({ inputs, type }) => type === "aws:eks/cluster:Cluster" && inputs?.name === name,
  );
  const recorded = new Date(String(own?.outputs?.createdAt ?? ""));
  if (!(Math.abs(recorded.getTime() - made.getTime()) > 1_000)) return;
  throw new UserError(
    `cluster ${id} is not the one that stack ${stack} made on ${recorded.toISOString()}, but another of its name, made on ${made.toISOString()}; to go on with that one: eks-pod-secrets up --refresh --only ${stack}`,
  );
}

/** What EKS deletes together with a cluster. */
const OF_CLUSTER = /^aws:eks\/(podIdentityAssociation|addon|accessEntry):/;

/**
 * A state without what a stack created in a cluster before the present cluster with its name existed: it is gone with the former
 * one. Undefined if there is nothing of that kind.
 */
function withoutLost(text: string, cluster: ResolvedCluster, made: Date): string | undefined {
  const isOlder = ({ created }: ExportedResource) =>
    created !== undefined && new Date(created) < made;
  // Things that are created again get a provider of their own. A plain `pulumi up` keeps the old one.
  const isProvider = ({ urn }: ExportedResource) =>
    urn.endsWith(`::pulumi:providers:kubernetes::${cluster.id}`);
  return stateWithout(text, (resources) => {
    const lost = resources.filter((one) => isOlder(one) && isOf(cluster, one));
    const isNeeded = resources.some((one) => !lost.includes(one) && clusterOf(one) === cluster.id);
    const providers = isNeeded ? [] : resources.filter((one) => isProvider(one) && isOlder(one));
    return [...lost, ...providers];
  });
}

/** Whether a resource is in a cluster or belongs to it. */
function isOf({ account, id, name, region }: ResolvedCluster, resource: ExportedResource): boolean {
  const { inputs, type } = resource;
  if (clusterOf(resource) === id) return true;
  const place = regionOf(resource) ?? account.region;
  return OF_CLUSTER.test(type) && inputs?.clusterName === name && place === region;
}
