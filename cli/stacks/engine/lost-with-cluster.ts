import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { regionOf } from "eks-pod-secrets/losses";
import { clusterOf } from "../interrupted-run/find-object";
import type { State, StateResource } from "../interrupted-run/settled-state";

/** What EKS deletes together with a cluster. */
const OF_CLUSTER = /^aws:eks\/(podIdentityAssociation|addon|accessEntry):/;

/**
 * A state without what a stack made in a cluster before the cluster that has its name now was created: it went with the one before.
 * Undefined where there is nothing of that kind.
 */
export function withoutLost(
  text: string,
  cluster: ResolvedCluster,
  made: Date,
): string | undefined {
  const state = JSON.parse(text) as State;
  const { resources = [] } = state.deployment ?? {};
  const isOlder = ({ created }: StateResource) => created !== undefined && new Date(created) < made;
  const lost = new Set(resources.filter((one) => isOlder(one) && isOf(cluster, one)));
  const left = resources.filter((one) => !lost.has(one));
  // What is made anew has a provider of its own. A plain pulumi up keeps the old one.
  const isProvider = ({ urn }: StateResource) =>
    urn.endsWith(`::pulumi:providers:kubernetes::${cluster.id}`);
  const kept = left.some((one) => clusterOf(one) === cluster.id)
    ? left
    : left.filter((one) => !(isProvider(one) && isOlder(one)));
  if (!state.deployment || kept.length === resources.length) return undefined;
  const urns = new Set(kept.map(({ urn }) => urn));
  const only = (some: readonly string[] = []) => some.filter((one) => urns.has(one));
  state.deployment.resources = kept.map((one) => ({
    ...one,
    ...(one.dependencies && { dependencies: only(one.dependencies) }),
    ...(one.propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(one.propertyDependencies).map(([key, some]) => [key, only(some ?? [])]),
      ),
    }),
  }));
  return JSON.stringify(state);
}

/** Whether it is in a cluster, or of it. */
function isOf({ account, id, name, region }: ResolvedCluster, resource: StateResource): boolean {
  const { inputs, type } = resource;
  if (clusterOf(resource) === id) return true;
  const place = regionOf(resource) ?? account.region;
  return OF_CLUSTER.test(type) && inputs?.clusterName === name && place === region;
}
