import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DataDirectory } from "../instance/data-directory";
import { isRunning } from "../instance/lock";
import { runPulumi } from "./run-pulumi";

/** How long another run of the same stack on this machine may take to end. In milliseconds. */
const PATIENCE = 60_000;

/**
 * Releases what a killed run left locked, after waiting for a run that is still going on, e.g. one whose starter was
 * killed. A lock that stays, or that is of another machine, is left for the CLI to report.
 */
export async function releaseStackLock(
  data: DataDirectory,
  environment: Record<string, string>,
  stack: string,
): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const holders = stackLockHolders(data, stack);
    if (holders.length === 0 || holders.some(({ host }) => host !== hostname())) return;
    if (!holders.some(({ pid }) => isRunning(pid))) break;
    if (Date.now() > deadline) return;
    await sleep(200);
  }
  await runPulumi(environment, ["cancel", "--yes", "--stack", stack]);
}

/** Processes that hold a stack of the file backend locked, this machine's and others'. */
export function stackLockHolders(
  data: DataDirectory,
  stack: string,
): { pid: number; host: string }[] {
  const directory = join(
    data.backend,
    ...[".pulumi", "locks", "organization", "eks-pod-secrets", stack],
  );
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      try {
        const lock: unknown = JSON.parse(readFileSync(join(directory, name), "utf8"));
        const { pid, hostname: host } = lock as { pid: number; hostname: string };
        return [{ pid, host }];
      } catch {
        return []; // Its holder has just released it.
      }
    });
}
