import { RunError } from "@pulumi/pulumi";

import type { LandingZone, ResolvedAccount } from "../sdk/grant";

/** The layers of an account, in the order of deployment. */
export const layers = ["cluster", "secrets", "workloads"] as const;

export type Layer = (typeof layers)[number];

/** What one stack deploys: one layer of one account. */
export interface StackScope {
  zone: LandingZone;
  account: ResolvedAccount;
  layer: Layer;
}

/** Reads a stack's name, `<account>.<layer>`, or throws an error that lists the inventory's stacks. */
export function stackScope(zone: LandingZone, stack: string): StackScope {
  const dot = stack.lastIndexOf(".");
  const account = zone.accounts.find(({ name }) => name === stack.slice(0, dot));
  const layer = layers.find((one) => one === stack.slice(dot + 1));
  if (account && layer && hasLayer(zone, account, layer)) return { zone, account, layer };
  throw new RunError(
    `the stack's name must be <account>.<layer> of the inventory (${stackNames(zone).join(", ")}), got "${stack}"`,
  );
}

/** Name of the stack of an account's layer. */
export function stackName(account: ResolvedAccount, layer: Layer): string {
  return `${account.name}.${layer}`;
}

/** Every stack of the inventory, in an order in which they can be deployed. */
export function stackNames(zone: LandingZone): string[] {
  return layers.flatMap((layer) =>
    zone.accounts
      .filter((account) => hasLayer(zone, account, layer))
      .map((account) => stackName(account, layer)),
  );
}

function hasLayer(zone: LandingZone, account: ResolvedAccount, layer: Layer): boolean {
  switch (layer) {
    case "cluster":
      return zone.clusters.some((cluster) => cluster.account === account);
    case "secrets":
      return [...zone.secrets, ...zone.keys, ...zone.parameters].some(
        (one) => one.account === account,
      );
    case "workloads":
      return zone.readers.some(({ cluster }) => cluster.account === account);
  }
}
