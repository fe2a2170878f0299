import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A holder refreshes its lock at this interval. A lock that is older than `STALE` belongs to nobody. In milliseconds. */
const HEARTBEAT = 2_000;
const STALE = 60_000;

export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait?: (holder: number) => void,
): Promise<T> {
  let waited = false;
  while (!acquire(path)) {
    const holder = holderOf(path);
    if (holder === undefined) continue;
    if (isAbandoned(path)) {
      removeAbandoned(path);
      continue;
    }
    if (!waited) onWait?.(holder);
    waited = true;
    await sleep(200);
  }
  const heartbeat = setInterval(() => refresh(path), HEARTBEAT);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if (holderOf(path) === process.pid) rmSync(path, { force: true });
  }
}

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
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Shows the others that the holder lives. Nothing to do if the lock and its directory are gone. */
function refresh(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isAbandoned(path: string): boolean {
  const holder = holderOf(path);
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    // The holder of an empty file has not written its pid yet.
    return age > STALE || (holder !== undefined && holder > 0 && !isRunning(holder));
  } catch {
    return false;
  }
}

/** Removes an abandoned lock, under a lock of its own, `PATH.takeover`, so that it never removes another's new lock. */
function removeAbandoned(path: string): void {
  const takeover = `${path}.takeover`;
  if (!acquire(takeover)) {
    if (isAbandoned(takeover)) rmSync(takeover, { force: true });
    return;
  }
  try {
    if (isAbandoned(path)) rmSync(path, { force: true });
  } finally {
    rmSync(takeover, { force: true });
  }
}
