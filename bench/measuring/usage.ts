import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiledFile } from "../../sandbox/instance/installation";

/** What one Node.js process used from its start to its end. */
export interface Usage {
  /** The file that it ran. */
  program: string;
  /** Elapsed time. It includes the time that the process waited for other programs. */
  seconds: number;
  /** Processor time of all its threads. Other programs on the machine hardly change it. */
  processorSeconds: number;
  /** The most memory that it held at any time. */
  peakMegabytes: number;
}

/** Makes a temporary directory, gives it to `use`, and removes it afterwards. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-bench-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Does the work `times` times, one after another. */
export async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) results.push(await work());
  return results;
}

/** Measures every Node.js process that `run` starts with the given environment. */
export async function usagesOf<T>(
  run: (environment: Record<string, string>) => Promise<T> | T,
): Promise<{ result: T; usages: Usage[] }> {
  return withDirectory(async (directory) => {
    const result = await run({
      BENCH_USAGE: directory,
      NODE_OPTIONS: `--require ${compiledFile("bench/measuring/report-usage.js")}`,
    });
    const usages = readdirSync(directory).map(
      (file): Usage => JSON.parse(readFileSync(join(directory, file), "utf8")),
    );
    return { result, usages };
  });
}

/** Runs `node PROGRAM ARGS…` and measures it. Throws its output if it does not end with exit code `code`. */
export async function usageOf(
  program: string,
  args: readonly string[],
  variables: Record<string, string> = {},
  code = 0,
): Promise<Usage> {
  const { result, usages } = await usagesOf((environment) =>
    spawnSync(process.execPath, [program, ...args], {
      encoding: "utf8",
      env: { ...process.env, ...variables, ...environment },
    }),
  );
  const [usage] = usages;
  if (result.status !== code || !usage) throw new Error(`${program} failed: ${result.stderr}`);
  return usage;
}
