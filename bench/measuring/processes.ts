import { readdirSync, readFileSync } from "node:fs";

/** The unit of processor time in /proc, in seconds. It is the same on every architecture that Node.js runs on. */
const TICK = 0.01;

/** Processor time that a running process has used, in seconds. NaN if the system has no /proc. */
export function processorTimeOf(pid: number): number {
  const [, , user, system] = ticks(pid);
  return (user + system) * TICK;
}

/** Processor time of this process's ended children and their children, in seconds. NaN if there is no /proc. */
export function processorTimeOfChildren(): number {
  const [userOfChildren, systemOfChildren] = ticks(process.pid);
  return (userOfChildren + systemOfChildren) * TICK;
}

/** User and system time of the children, then of the process itself, in ticks. */
function ticks(pid: number): [number, number, number, number] {
  try {
    // The second field is the command's name in parentheses. It may contain spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [user = NaN, system = NaN, usersChildren = NaN, systemsChildren = NaN] = fields.slice(11);
    return [usersChildren, systemsChildren, user, system];
  } catch {
    return [NaN, NaN, NaN, NaN];
  }
}

const INTERVAL = 250;

/** Samples the memory of a process and of all that it started. The returned function stops and gives the peak in megabytes. */
export function peakMemoryOfTree(pid: number): () => number {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOfTree(pid));
  }, INTERVAL);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

function memoryOfTree(root: number): number {
  const processes = new Map(processIds().flatMap((pid) => memoryOf(pid) ?? []));
  const isWithin = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return pid === root || (parent !== undefined && isWithin(parent));
  };
  return [...processes]
    .filter(([pid]) => isWithin(pid))
    .reduce((sum, [, { megabytes }]) => sum + megabytes, 0);
}

function processIds(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** Returns undefined for a process that has ended, or that belongs to the kernel. */
function memoryOf(pid: number): [[number, { parent: number; megabytes: number }]] | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const value = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
    const [parent, kilobytes] = [value("PPid"), value("VmRSS")];
    return Number.isNaN(kilobytes) ? undefined : [[pid, { parent, megabytes: kilobytes / 1024 }]];
  } catch {
    return undefined;
  }
}
