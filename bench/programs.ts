import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { compiledFile } from "../sandbox/instance/installation";
import { accountName, crossAccountText, numbers, secretName } from "./inventory";
import { processorTimeOfChildren } from "./measuring/processes";
import { median, printTable, spread } from "./measuring/table";
import { type Usage, usagesOf } from "./measuring/usage";
import { type BenchSandbox, withSandbox } from "./sandbox";
import { programOf } from "./start-up";

interface Size {
  readers: number;
  /** How often both programs deploy the readers. Small deployments vary more. */
  runs: number;
  operations: readonly ("preview" | "up")[];
}

const OPERATIONS = ["preview", "up"] as const;

const SIZES: Size[] = [
  { readers: 1, runs: 5, operations: OPERATIONS },
  { readers: 10, runs: 5, operations: OPERATIONS },
  { readers: 100, runs: 3, operations: OPERATIONS },
];

const SMALL: Size[] = [{ readers: 1, runs: 1, operations: ["up"] }];

const CLUSTER = `${accountName(0)}.cluster`;
const STACKS = { secrets: `${accountName(1)}.secrets`, workloads: `${accountName(0)}.workloads` };

/** One run of one stack, with the engine and the providers. The memory is that of the program alone. */
interface Run {
  seconds: number;
  processorSeconds: number;
  program: Usage;
}

/** Compares the programs of this package with a hand-written one that makes the same resources, and prints the ratios of their costs. */
export async function benchPrograms(isSmall: boolean): Promise<void> {
  const sizes = isSmall ? SMALL : SIZES;
  const only = Number(process.env.BENCH_READERS) || undefined;
  for (const size of sizes.filter(({ readers }) => !only || readers === only)) {
    const { readers, runs } = size;
    const pairs: Record<string, { own: Run; plain: Run }[]> = {};
    for (let round = 0; round < runs; round++) {
      // The two take turns in going first, so that neither always finds a warmer machine.
      const first = round % 2 === 0;
      const a = await deploy(size, first);
      const b = await deploy(size, !first);
      const [own, plain] = first ? [a, b] : [b, a];
      for (const [name, run] of Object.entries(own)) {
        pairs[name] = [...(pairs[name] ?? []), { own: run, plain: plain[name] as Run }];
      }
    }
    printTable(
      [
        `${readers} reader${readers === 1 ? "" : "s"}, ${runs} runs`,
        ...["own s", "plain s", "elapsed ratio"],
        ...["processor ratio", "least–most", "program's processor", "program's MB", "memory ratio"],
      ],
      Object.entries(pairs).map(([name, runsOfBoth]) => [name, ...ratios(runsOfBoth)]),
    );
  }
}

function ratios(pairs: { own: Run; plain: Run }[]): string[] {
  const ratio = (of: (run: Run) => number) => pairs.map(({ own, plain }) => of(own) / of(plain));
  const processor = ratio(({ processorSeconds }) => processorSeconds);
  const program = ratio((run) => run.program.processorSeconds);
  const memory = ratio((run) => run.program.peakMegabytes);
  return [
    median(pairs.map(({ own }) => own.seconds)).toFixed(1),
    median(pairs.map(({ plain }) => plain.seconds)).toFixed(1),
    median(ratio(({ seconds }) => seconds)).toFixed(2),
    median(processor).toFixed(2),
    spread(processor),
    median(program).toFixed(2),
    median(pairs.map(({ own }) => own.program.peakMegabytes)).toFixed(0),
    median(memory).toFixed(2),
  ];
}

/** Deploys both stacks in a new sandbox, by this package's programs or by the hand-written ones. */
async function deploy({ operations, readers }: Size, own: boolean): Promise<Record<string, Run>> {
  return withSandbox(crossAccountText(readers), async (sandbox) => {
    await sandbox.run(CLUSTER, "up");
    if (!own) useProgram(sandbox, compiledFile("bench/programs/hand-written.js"));
    const names = numbers(readers).map(secretName);
    const runs: Record<string, Run> = {};
    for (const [layer, stack] of Object.entries(STACKS)) {
      await sandbox.create(stack);
      for (const operation of operations) {
        runs[`${layer}, ${operation}`] = await measuredRun(sandbox, stack, operation, readers);
      }
      if (stack === STACKS.secrets) await sandbox.putValues(accountName(1), names);
    }
    return runs;
  });
}

async function measuredRun(
  { run }: BenchSandbox,
  stack: string,
  operation: "preview" | "up",
  readers: number,
): Promise<Run> {
  const before = processorTimeOfChildren();
  const { result, usages } = await usagesOf((environment) =>
    run(stack, operation, {
      ...environment,
      BENCH_READERS: String(readers),
      // Otherwise both programs would spend most of their time on writing the whole state at every step.
      PULUMI_SKIP_CHECKPOINTS: "true",
    }),
  );
  return {
    seconds: result.seconds,
    processorSeconds: processorTimeOfChildren() - before,
    program: programOf(usages),
  };
}

function useProgram({ data }: BenchSandbox, main: string): void {
  const file = join(data.project, "Pulumi.yaml");
  const project: object = parse(readFileSync(file, "utf8"));
  writeFileSync(file, stringify({ ...project, main }));
}
