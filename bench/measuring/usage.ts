import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compiledFile } from "../../sandbox/instance/installation";

/** What one Node.js process used from its start to its end. */
export interface Usage {
  /** The file that it ran. */
  program: string;
  /** Elapsed. Counts what other programs made it wait for. */
  seconds: number;
  /** Of all its threads. Barely depends on what else the machine does. */
  processorSeconds: number;
  /** Most memory that it held at once. */
  peakMegabytes: number;
}

/** Gives `use` a directory of its own, and removes it. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-bench-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Does some work so many times, one after another. */
export async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) results.push(await work());
  return results;
}

/** Measures every Node.js process that `run` starts with the environment it is given. */
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

/** Runs `node PROGRAM ARGS…` to its end and measures it. Throws what it said where it ended otherwise than with `code`. */
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
