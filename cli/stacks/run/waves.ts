import type { PlannedStack } from "../../../stacks/stack-plan";

/** Jobs that GitHub Actions runs of one matrix, as its page "Running variations of jobs" says. */
const MOST_JOBS = 256;

/** Stacks that may run at once, each as an entry of a CI matrix. */
export interface Wave extends Matrix {
  /** The same in matrices that a CI service takes. */
  parts: Matrix[];
}

interface Matrix {
  include: MatrixEntry[];
}

interface MatrixEntry {
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
  const found: MatrixEntry[][] = [];
  for (const { account, dependsOn, layer, name } of stacks) {
    const depth = Math.max(0, ...dependsOn.map((one) => (depths.get(one) ?? -1) + 1));
    depths.set(name, depth);
    found[depth] ??= [];
    found[depth].push({
      stack: name,
      account: account.name,
      accountId: account.id,
      region: account.region,
      layer,
    });
  }
  return found.map((include) => ({ include, parts: partsOf(include) }));
}

function partsOf(include: MatrixEntry[]): Matrix[] {
  const count = Math.ceil(include.length / MOST_JOBS);
  return Array.from({ length: count }, (_, index) => ({
    include: include.slice(index * MOST_JOBS, (index + 1) * MOST_JOBS),
  }));
}
