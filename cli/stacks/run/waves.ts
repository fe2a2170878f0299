import type { PlannedStack } from "../../../stacks/stack-plan";

/** Stacks that may run at once, each as an entry of a CI matrix. */
export interface Wave {
  include: MatrixEntry[];
}

export interface MatrixEntry {
  stack: string;
  /** Name of the account within the inventory. */
  account: string;
  accountId: string;
  region: string;
  layer: string;
}

/** The stacks by what they wait for: those of a wave depend on stacks of earlier waves only. There are three at most. */
export function waves(stacks: readonly PlannedStack[]): Wave[] {
  const depths = new Map<string, number>();
  const found: Wave[] = [];
  for (const { account, dependsOn, layer, name } of stacks) {
    const depth = Math.max(0, ...dependsOn.map((one) => (depths.get(one) ?? -1) + 1));
    depths.set(name, depth);
    found[depth] ??= { include: [] };
    found[depth].include.push({
      stack: name,
      account: account.name,
      accountId: account.id,
      region: account.region,
      layer,
    });
  }
  return found;
}
