import { readdirSync, readFileSync } from "node:fs";

const INTERVAL = 250;

/** Samples the memory that a process and all that it started hold together, until asked for the most, in megabytes. */
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

/** None where the process has ended meanwhile, or is one of the kernel's. */
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
