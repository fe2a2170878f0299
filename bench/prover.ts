import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Proof } from "../proof";
import { compiledFile } from "../sandbox/instance/installation";
import { crossAccountText } from "./inventory";
import { median, printTable, USAGE_TITLES, usageColumns } from "./measuring/table";
import { repeat, type Usage, usagesOf, withDirectory } from "./measuring/usage";

/** Numbers of grants to prove, and how often to prove them. */
const SIZES: [grants: number, runs: number][] = [
  [1, 5],
  [1_000, 3],
  [10_000, 1],
];
const SMALL: typeof SIZES = [[1, 1]];

interface Run {
  usage: Usage;
  proof: Proof;
}

/** Measures `eks-pod-secrets prove` with all claims but `difference`. Each of N readers reads a secret of its own in another account. */
export async function benchProver(isSmall: boolean): Promise<void> {
  await withDirectory(async (directory) => {
    const measured: [number, Run[]][] = [];
    for (const [grants, runs] of isSmall ? SMALL : SIZES) {
      const inventory = join(directory, `${grants}.yaml`);
      writeFileSync(inventory, crossAccountText(grants));
      measured.push([grants, await repeat(runs, () => proved(inventory))]);
    }
    printTable(
      ["prove", "result", ...USAGE_TITLES],
      measured.map(([grants, runs]) => wholeRow(grants, runs)),
    );
    const claims = [...new Set(measured.flatMap(([, runs]) => runs.flatMap(claimsOf)))];
    printTable(
      ["elapsed ms of each claim", ...measured.map(([grants]) => title(grants))],
      claims.map((claim) => [
        claim,
        ...measured.map(([, runs]) => median(runs.map((run) => timeOf(run, claim))).toFixed(0)),
      ]),
    );
  });
}

async function proved(inventory: string): Promise<Run> {
  const program = compiledFile("cli/main.js");
  const { result, usages } = await usagesOf((environment) =>
    spawnSync(process.execPath, [program, "prove", "--inventory", inventory, "--json"], {
      encoding: "utf8",
      env: { ...process.env, ...environment },
      maxBuffer: 2 ** 30,
    }),
  );
  const [usage] = usages;
  if (!usage || result.status !== 0) throw new Error(`prove failed: ${result.stderr}`);
  return { usage, proof: JSON.parse(result.stdout) };
}

function wholeRow(grants: number, runs: Run[]): string[] {
  const results = [...new Set(runs.map(({ proof }) => proof.result))].join(", ");
  return [title(grants), results, ...usageColumns(runs.map(({ usage }) => usage))];
}

function claimsOf({ proof }: Run): string[] {
  return proof.claims.map(({ claim }) => claim);
}

function timeOf({ proof }: Run, name: string): number {
  return proof.claims
    .filter(({ claim }) => claim === name)
    .reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function title(grants: number): string {
  return `${grants.toLocaleString("en-US")} grant${grants === 1 ? "" : "s"}`;
}
