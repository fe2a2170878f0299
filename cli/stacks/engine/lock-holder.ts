import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Whether the process that holds a stack locked still runs, by the engine's words about the lock. */
export type LockHolder = "running" | "ended" | "elsewhere";

/** Reads `created by root@host (pid 123) at …`, as the engine says it of each lock. */
export function lockHolder(said: string): LockHolder {
  const holders = [...said.matchAll(/created by \S*@(\S+) \(pid (\d+)\)/g)];
  if (holders.length === 0 || holders.some(([, host]) => host !== hostname())) return "elsewhere";
  return holders.some(([, , pid]) => isRunning(Number(pid))) ? "running" : "ended";
}

/** Why a stack that is locked was left alone, and what to do, from the engine's words about the lock. */
export function lockedReason(said: string, stack: string): string {
  return `it is locked by ${holderWords(said)}; wait for that to end, or, where it is gone, release the lock: pulumi cancel --stack ${stack}`;
}

/** Who holds a lock, by the engine's words about it. */
export function holderWords(said: string): string {
  const [, who, pid, since] = /created by (\S+) \(pid (\d+)\) at (\S+)/.exec(said) ?? [];
  return who === undefined ? "another process" : `process ${pid} of ${who}, since ${since}`;
}

/** Whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether a process has ended and only waits for its parent to ask how: for ever, in a container whose first process asks nobody. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return false; // Not Linux, where this is not told by a file.
  }
}
