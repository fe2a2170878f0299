import { readdirSync, readFileSync } from "node:fs";

/** Kills a process and every process that it started, all at once, as a power cut would. */
export function killTree(pid: number): void {
  // Stops them first, so that none can start another process while the others are searched.
  const found = new Set<number>();
  for (let news = [pid]; news.length > 0; news = descendants(found)) {
    for (const one of news) {
      found.add(one);
      send(one, "SIGSTOP");
    }
  }
  for (const one of found) send(one, "SIGKILL");
}

/** Children of these processes that are not yet in the set. */
function descendants(of: Set<number>): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !of.has(pid) && of.has(parentOf(pid)));
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0; // It has ended.
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Kills those processes below and including `pid` whose command line matches. Returns their number. */
export function killBelow(pid: number, command: RegExp): number {
  const meant = foundBelow(pid, command);
  for (const one of meant) send(one, "SIGKILL");
  return meant.length;
}

/** The process and all processes below it whose command line matches. */
export function foundBelow(pid: number, command: RegExp): number[] {
  const all = new Set([pid]);
  for (let news = [pid]; news.length > 0; news = descendants(all)) {
    for (const one of news) all.add(one);
  }
  return [...all].filter((one) => command.test(commandLineOf(one)));
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // It has ended.
  }
}
