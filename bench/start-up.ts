import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkoutDirectory, compiledFile } from "../sandbox/checkout";
import { printTable } from "./measuring/table";
import { type Usage, usageOf, usagesOf } from "./measuring/usage";
import { USAGE_TITLES, usageColumns } from "./measuring/usage-columns";
import { withSandbox } from "./sandbox";

const RUNS = 5;
const LAYERS = ["cluster", "secrets", "workloads"];

/** Stacks of the reference inventory in their order, and the secrets that each makes: no pod starts before they have a value. */
const STACKS: [stack: string, secrets: string[]][] = [
  ["account-a.cluster", []],
  ["account-b.secrets", ["secret-b"]],
  ["account-a.secrets", ["secret-a"]],
  ["account-a.workloads", []],
];

/** The programs of the reference inventory: until they are loaded, and the whole of one that changes nothing. */
export async function benchStartUp(): Promise<void> {
  const pulumi = require.resolve("@pulumi/pulumi");
  const rows = [await loaded("@pulumi/pulumi alone", [pulumi])];
  for (const layer of LAYERS) {
    const program = ["stacks/index.js", `stacks/${layer}.js`].map(compiledFile);
    rows.push(await loaded(`program of layer ${layer}`, [pulumi, ...program]));
  }
  printTable(["start-up", ...USAGE_TITLES], rows);
  printTable(["whole program of a preview", ...USAGE_TITLES], await previews());
}

/** Loads modules, as the start of a program does, and nothing more. */
async function loaded(title: string, files: string[]): Promise<string[]> {
  const code = files.map((file) => `require(${JSON.stringify(file)})`).join(";");
  const usages: Usage[] = [];
  for (let run = 0; run < RUNS; run++) usages.push(await usageOf("--eval", [code]));
  return [title, ...usageColumns(usages)];
}

async function previews(): Promise<string[][]> {
  const inventory = readFileSync(join(checkoutDirectory(), "landing-zone.yaml"), "utf8");
  return withSandbox(inventory, async ({ putValues, run }) => {
    const rows: string[][] = [];
    for (const [stack, secrets] of STACKS) {
      await run(stack, "up");
      await putValues(stack.slice(0, stack.lastIndexOf(".")), secrets);
      const usages: Usage[] = [];
      for (let preview = 0; preview < RUNS; preview++) {
        const { usages: all } = await usagesOf((environment) => run(stack, "preview", environment));
        usages.push(programOf(all));
      }
      rows.push([stack, ...usageColumns(usages)]);
    }
    return rows;
  });
}

/** Of the processes that a run of the engine starts, the one that runs the Pulumi program. */
export function programOf(usages: readonly Usage[]): Usage {
  const found = usages.find(({ program }) =>
    program.includes(join("@pulumi", "pulumi", "cmd", "run")),
  );
  if (!found) throw new Error("the engine must run the program once, got no such process");
  return found;
}
