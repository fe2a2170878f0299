import {
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A holder refreshes its lock this often; a lock untouched for `STALE` belongs to nobody. In milliseconds. */
const HEARTBEAT = 2_000;
const STALE = 60_000;

/**
 * Runs `work` while no other process of this machine runs under the same lock file.
 * The lock of a process that died is taken over. `onWait` is called once, with the holder's pid, when there is a wait.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait?: (holder: number) => void,
): Promise<T> {
  let waited = false;
  while (!acquire(path)) {
    const holder = holderOf(path);
    if (holder === undefined) continue;
    if (isAbandoned(path, holder)) {
      breakLock(path, holder);
      continue;
    }
    if (!waited) onWait?.(holder);
    waited = true;
    await sleep(200);
  }
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), HEARTBEAT);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

/** Whether a process with this id is running on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function acquire(path: string): boolean {
  try {
    writeSync(openSync(path, "wx"), String(process.pid));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isAbandoned(path: string, holder: number): boolean {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    // An empty file is one whose holder has not written its pid yet.
    return age > STALE || (holder > 0 && !isRunning(holder));
  } catch {
    return false;
  }
}

/** Renames before removing: of two processes that find the same dead lock only one may remove it. */
function breakLock(path: string, holder: number): void {
  const aside = `${path}.${process.pid}`;
  try {
    if (holderOf(path) !== holder) return;
    renameSync(path, aside);
    rmSync(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
