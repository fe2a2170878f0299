import { readFileSync } from "node:fs";

/** The kernel's unit of processor time in /proc on every architecture that Node.js runs on, in seconds. */
const TICK = 0.01;

/** Seconds of processor time that a running process has used; NaN where the system has no /proc. */
export function processorTimeOf(pid: number): number {
  const [, , user, system] = ticks(pid);
  return (user + system) * TICK;
}

/** Seconds of processor time that the ended children of this process have used, with theirs; NaN where there is no /proc. */
export function processorTimeOfChildren(): number {
  const [userOfChildren, systemOfChildren] = ticks(process.pid);
  return (userOfChildren + systemOfChildren) * TICK;
}

/** Children's user and system time, then the process's own. */
function ticks(pid: number): [number, number, number, number] {
  try {
    // The second field is the command in parentheses and may hold anything.
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
