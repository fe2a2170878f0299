import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkoutDirectory } from "../sandbox/checkout";
import { median, spread } from "./measuring/statistics";
import { printTable } from "./measuring/table";
import { type Usage, usagesOf } from "./measuring/usage";
import { withSandbox } from "./sandbox";

const RUNS = 5;
const STACKS = [
  "account-a.cluster",
  "account-b.secrets",
  "account-a.secrets",
  "account-a.workloads",
];

/** The programs of the reference inventory, from their start to the last resource of a preview with no changes. */
export async function benchStartUp(): Promise<void> {
  const inventory = readFileSync(join(checkoutDirectory(), "landing-zone.yaml"), "utf8");
  const rows = await withSandbox(inventory, async ({ run }) => {
    const found: string[][] = [];
    for (const stack of STACKS) {
      await run(stack, "up");
      const usages: Usage[] = [];
      for (let preview = 0; preview < RUNS; preview++) {
        const { usages: all } = await usagesOf((environment) => run(stack, "preview", environment));
        usages.push(programOf(all));
      }
      const processor = usages.map(({ processorSeconds }) => processorSeconds);
      found.push([
        stack,
        median(usages.map(({ seconds }) => seconds)).toFixed(2),
        median(processor).toFixed(2),
        spread(processor),
        median(usages.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
      ]);
    }
    return found;
  });
  printTable(["program of a preview", "elapsed s", "processor s", "least–most", "peak MB"], rows);
}

/** Of the processes that a run of the engine starts, the one that runs the Pulumi program. */
export function programOf(usages: readonly Usage[]): Usage {
  const found = usages.find(({ program }) =>
    program.includes(join("@pulumi", "pulumi", "cmd", "run")),
  );
  if (!found) throw new Error("the engine must run the program once, got no such process");
  return found;
}
