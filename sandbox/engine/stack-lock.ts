import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { DataDirectory } from "../data-directory";
import { isRunning } from "../lock";
import { runPulumi } from "./run-pulumi";

/** Releases the locks of a stack when all of them are of killed runs on this machine; a live one is left to the CLI to report. */
export async function releaseDeadLocks(
  data: DataDirectory,
  environment: Record<string, string>,
  stack: string,
): Promise<void> {
  const holders = stackLockHolders(data, stack);
  const dead = holders.every(({ pid, host }) => host === hostname() && !isRunning(pid));
  if (holders.length === 0 || !dead) return;
  await runPulumi(environment, ["cancel", "--yes", "--stack", stack]);
}

function stackLockHolders(data: DataDirectory, stack: string): { pid: number; host: string }[] {
  const directory = join(
    data.backend,
    ...[".pulumi", "locks", "organization", "eks-pod-secrets", stack],
  );
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const lock: unknown = JSON.parse(readFileSync(join(directory, name), "utf8"));
      const { pid, hostname: host } = lock as { pid: number; hostname: string };
      return { pid, host };
    });
}
