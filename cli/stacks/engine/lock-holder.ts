import { readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { UserError } from "../../terminal/errors";
import { ChangedState } from "../backend/exported-state";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";
import { isBrokenState } from "../backend/stacks-in-backend";

/** How long to wait for another process on this machine that runs the same stack. */
const PATIENCE = 10 * 60_000;

/** How many times a wait is looked at before it is told. Most end sooner. */
const SHORT_WAITS = 3;

/** Whether the process that holds a lock still runs, from the engine's message about the lock. */
type LockHolder = "running" | "ended" | "elsewhere";

/** Parses `created by root@host (pid 123) at …` in the engine's message. */
export function lockHolder(said: string): LockHolder {
  const holders = [...said.matchAll(/created by \S*@(\S+) \(pid (\d+)\)/g)];
  if (holders.length === 0 || holders.some(([, host]) => host !== hostname())) return "elsewhere";
  return holders.some(([, , pid]) => isRunning(Number(pid))) ? "running" : "ended";
}

/** Why a locked stack was left alone, and what to do, from the engine's message. */
export function lockedReason(said: string, stack: string): string {
  const release = isOfNewStack(said)
    ? `delete the lock: ${lockAddresses(said).join(" ")}`
    : `release the lock: pulumi cancel --stack ${stack}`;
  return `it is locked by ${holderWords(said)}; wait for that to end, or, where it is gone, ${release}`;
}

/** Whether the stack was to be created. The engine releases no lock of a stack that is not there. */
function isOfNewStack(said: string): boolean {
  return /could not create stack/.test(said);
}

/** Where the locks are, from the engine's message. */
function lockAddresses(said: string): string[] {
  return [...said.matchAll(/^ *(\S.*?\.json)(?:\?.*)?: created by /gm)].map(([, at = ""]) => at);
}

/** Who holds a lock, from the engine's message. */
function holderWords(said: string): string {
  const [, who, pid, since] = /created by (\S+) \(pid (\d+)\) at (\S+)/.exec(said) ?? [];
  return who === undefined ? "another process" : `process ${pid} of ${who}, since ${since}`;
}

/** Whether a process on this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether a process has ended and only waits for its parent to collect it: for ever, in a container whose first process never does. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return false; // Not Linux, where this is not told by a file.
  }
}

/** Releases a lock of a killed process on this machine, and waits for one that still runs. */
export async function runWhenUnlocked(
  place: CommandPlace,
  stack: string,
  { onStep, signal }: { onStep: (step: string) => void; signal: AbortSignal },
  run: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const mayWait = Date.now() < deadline && !signal.aborted;
      if (error instanceof ChangedState && mayWait) continue;
      const words = error instanceof Error ? error.message : "";
      if (isBrokenState(words)) {
        throw new UserError(
          `a lock of stack ${stack} is cut off, as a full disk leaves it: make room, and where nobody else runs the stack, release it: pulumi cancel --yes --stack ${stack}`,
        );
      }
      const holder = isLocked(words) ? lockHolder(words) : undefined;
      if (holder === "ended") await releaseLock(place, stack, words);
      else if (holder === "running" && mayWait) {
        const reason = `waiting for ${holderWords(words)}, which runs the stack; this run goes on when that ends: if that hangs, end it, or stop this run with Ctrl-C`;
        // A state that is read before that process ends is old when it may be replaced.
        for (let waits = 1; ; waits++) {
          await sleep(1_000);
          const isOver = Date.now() >= deadline || signal.aborted;
          if (isOver || lockHolder(words) !== "running") break;
          if (waits === SHORT_WAITS) onStep(reason);
        }
      } else throw holder ? new UserError(lockedReason(words, stack)) : error;
    }
  }
}

/** Releases the lock of a process that has ended. */
async function releaseLock(place: CommandPlace, stack: string, said: string): Promise<void> {
  if (!isOfNewStack(said)) {
    await pulumi(place, ["cancel", "--yes", "--stack", stack]);
    return;
  }
  const locks = lockAddresses(said);
  const isHere = locks.length > 0 && locks.every((one) => one.startsWith("file:"));
  if (!isHere) throw new UserError(lockedReason(said, stack));
  for (const lock of locks) rmSync(fileURLToPath(lock), { force: true });
}

/** Whether the engine says that a stack is locked, in a file backend or in Pulumi Cloud. */
export function isLocked(words: string): boolean {
  return /currently locked by|\[409\] Conflict: Another update/.test(words);
}
