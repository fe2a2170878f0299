import {
  type LandingZone,
  type Layer,
  layers,
  type ResolvedAccount,
  stackName,
} from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";

export { type Layer, layers, stackName };

/** One stack of a landing zone, and what it waits for. */
export interface PlannedStack {
  /** `<account>.<layer>`. */
  name: string;
  account: ResolvedAccount;
  layer: Layer;
  /** Names of the stacks whose outputs it reads, in the plan's order. */
  dependsOn: string[];
}

/**
 * Every stack of a landing zone, in an order in which each comes after the stacks that it depends on: layer by layer, accounts in
 * the inventory's order. Secrets wait for clusters that are created in other accounts that read them. Workloads wait for their
 * clusters, and for the owners and former owners of what they read. Takes time linear in the landing zone.
 */
export function stackPlan(zone: LandingZone): PlannedStack[] {
  const present = accountsByLayer(zone);
  const dependencies = dependenciesOf(zone);
  const stacks = layers.flatMap((layer) =>
    zone.accounts
      .filter((account) => present[layer].has(account))
      .map((account) => ({ name: stackName(account, layer), account, layer })),
  );
  const places = new Map(stacks.map(({ name }, place) => [name, place]));
  const placeOf = (name: string) => places.get(name) ?? 0;
  return stacks.map((stack) => ({
    ...stack,
    dependsOn: [...(dependencies.get(stack.name) ?? [])].sort((a, b) => placeOf(a) - placeOf(b)),
  }));
}

/** Names of every stack of a landing zone, in the plan's order. */
export function stackNames(zone: LandingZone): string[] {
  return stackPlan(zone).map(({ name }) => name);
}

function accountsByLayer(zone: LandingZone): Record<Layer, Set<ResolvedAccount>> {
  const formers = zone.secrets.flatMap(({ former }) => former ?? []);
  const owned = [...zone.secrets, ...formers, ...zone.keys, ...zone.parameters];
  return {
    cluster: new Set(zone.clusters.map(({ account }) => account)),
    secrets: new Set(owned.map(({ account }) => account)),
    workloads: new Set(zone.readers.map(({ cluster }) => cluster.account)),
  };
}

function dependenciesOf({
  clusters,
  externalReaders,
  readers,
}: LandingZone): Map<string, Set<string>> {
  const dependencies = new Map<string, Set<string>>();
  const depend = (stack: string, on: string) =>
    getOrMake(dependencies, stack, () => new Set()).add(on);
  for (const { cluster, grants } of readers) {
    const clusterStack = stackName(cluster.account, "cluster");
    const workloads = stackName(cluster.account, "workloads");
    depend(workloads, clusterStack);
    for (const grant of grants) {
      if (grant.kind === "secret" && grant.target.external) continue;
      const secrets = stackName(grant.target.account, "secrets");
      const former = grant.kind === "secret" ? grant.target.former?.account : undefined;
      depend(workloads, secrets);
      // Until then its pods mount the old secret, perhaps as another role than before.
      if (former) depend(workloads, stackName(former, "secrets"));
      if (!cluster.create) continue;
      if (grant.crossAccount) depend(secrets, clusterStack);
      if (former && former !== cluster.account) depend(stackName(former, "secrets"), clusterStack);
    }
  }
  for (const { cluster, grants } of externalReaders) {
    if (!clusters.includes(cluster) || !cluster.create) continue;
    const clusterStack = stackName(cluster.account, "cluster");
    for (const { crossAccount, target } of grants) {
      if (crossAccount) depend(stackName(target.account, "secrets"), clusterStack);
    }
  }
  return dependencies;
}
