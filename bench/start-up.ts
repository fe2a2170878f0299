import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compiledFile, installationDirectory } from "../sandbox/instance/installation";
import { printTable, USAGE_TITLES, usageColumns } from "./measuring/table";
import { repeat, type Usage, usageOf, usagesOf } from "./measuring/usage";
import { withSandbox } from "./sandbox";

const RUNS = 5;
/** Stacks of the reference inventory in order, with the secrets that each makes. The secrets need values before pods can start. */
const STACKS: [stack: string, secrets: string[]][] = [
  ["account-a.cluster", []],
  ["account-b.secrets", ["secret-b"]],
  ["account-a.secrets", ["secret-a"]],
  ["account-a.workloads", []],
];

/** Measures the programs of the reference inventory: their loading, and a whole preview that changes nothing. */
export async function benchStartUp(isSmall: boolean): Promise<void> {
  // Only the first stack needs no other stack.
  const stacks = isSmall ? STACKS.slice(0, 1) : STACKS;
  const runs = isSmall ? 1 : RUNS;
  const rows = [await startUp("@pulumi/pulumi alone", LOAD_PULUMI, runs)];
  for (const [stack] of stacks) rows.push(await startUp(stack, firstRequest(stack), runs));
  printTable(["start-up, to the first request of the engine", ...USAGE_TITLES], rows);
  printTable(["whole program of a preview", ...USAGE_TITLES], await previews(stacks, runs));
}

const LOAD_PULUMI = `const { runtime } = require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});`;

/** Runs a stack's program until it asks the engine for its first resource or for another stack's outputs. */
function firstRequest(stack: string): string {
  return `${LOAD_PULUMI}
    const end = () => process.once("exit", () => (process.exitCode = 0)).exit();
    const mocks = { newResource: end, call: end };
    runtime.setMocks(mocks, "eks-pod-secrets", ${JSON.stringify(stack)}, false, "organization");
    require(${JSON.stringify(compiledFile("stacks/index.js"))})();`;
}

async function startUp(title: string, code: string, runs: number): Promise<string[]> {
  const inventory = {
    EKS_POD_SECRETS_INVENTORY: join(installationDirectory(), "landing-zone.yaml"),
  };
  const usages = await repeat(runs, () => usageOf("--eval", [code], inventory));
  return [title, ...usageColumns(usages)];
}

async function previews(stacks: typeof STACKS, runs: number): Promise<string[][]> {
  const inventory = readFileSync(join(installationDirectory(), "landing-zone.yaml"), "utf8");
  return withSandbox(inventory, async ({ putValues, run }) => {
    const rows: string[][] = [];
    for (const [stack, secrets] of stacks) {
      await run(stack, "up");
      await putValues(stack.slice(0, stack.lastIndexOf(".")), secrets);
      const preview = () => usagesOf((environment) => run(stack, "preview", environment));
      const measured = await repeat(runs, preview);
      rows.push([stack, ...usageColumns(measured.map(({ usages }) => programOf(usages)))]);
    }
    return rows;
  });
}

/** Finds the process that ran the Pulumi program among those that a run of the engine started. */
export function programOf(usages: readonly Usage[]): Usage {
  const found = usages.find(({ program }) =>
    program.includes(join("@pulumi", "pulumi", "cmd", "run")),
  );
  if (!found) throw new Error("the engine must run the program once, got no such process");
  return found;
}
