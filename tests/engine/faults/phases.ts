import { AFTER, BEFORE, READ_ONLY } from "../every-call";
import { type FinalState, finalState, stacksOf } from "../final-state";
import { type EngineHarness, writeInventory } from "../harness";
import { type Snapshot, snapshotOf } from "../snapshot";

/** One command in the life of a landing zone, and what others do before it. */
export interface Phase {
  name: string;
  inventory: string;
  args: string[];
  input?: string;
  prepare?(sandbox: EngineHarness): Promise<unknown>;
}

/** How a command ended, and everything that it said. */
export interface Ended {
  code: number | null;
  said: string;
}

/** A phase, and how it went without faults. */
export interface CalmPhase extends Phase {
  before: Snapshot;
  after: FinalState;
  /** Its calls, in order. */
  calls: string[];
  said: string;
}

const VALUES = { own: "marzipan", old: "nougat", left: "praline", foreign: "truffle" };

/** Together, these phases make every call of the table. */
export const PHASES: Phase[] = [
  {
    name: "up of clusters and secrets",
    inventory: BEFORE,
    args: ["up", "--yes", "--only", "a.cluster", "a.secrets", "b.secrets"],
  },
  { name: "put", inventory: BEFORE, args: ["put", "setting"], input: "marzipan" },
  {
    name: "put of many",
    inventory: BEFORE,
    args: ["put", "--from-json", "-"],
    input: JSON.stringify(VALUES),
  },
  { name: "up", inventory: BEFORE, args: ["up", "--yes"] },
  { name: "revoke", inventory: BEFORE, args: ["revoke", "api", "--yes"] },
  { name: "lift", inventory: BEFORE, args: ["revoke", "api", "--lift", "--yes"] },
  {
    name: "change",
    inventory: AFTER,
    args: ["up", "--refresh", "--yes", "--yes-remove", "left"],
    prepare: async (sandbox) => {
      const { iam } = await sandbox.aws("a");
      await iam.attachRolePolicy({ RoleName: "job", PolicyArn: READ_ONLY });
    },
  },
  { name: "up of a key that goes", inventory: AFTER, args: ["up", "--yes"] },
  { name: "destroy", inventory: AFTER, args: ["destroy", "--yes"] },
  { name: "restore", inventory: AFTER, args: ["restore", "foreign"] },
];

/** Runs the phases without faults. */
export async function goThrough(
  sandbox: EngineHarness,
  phases: readonly Phase[],
): Promise<CalmPhase[]> {
  const gone: CalmPhase[] = [];
  for (const phase of phases) {
    writeInventory(sandbox.data, phase.inventory);
    await phase.prepare?.(sandbox);
    const before = await snapshotOf(sandbox);
    await sandbox.control.planFaults([]);
    const { code, said } = await runPhase(sandbox, phase);
    if (code !== 0) throw new Error(`${phase.name}: ${said}`);
    const { calls } = await sandbox.control.notedCalls();
    gone.push({ ...phase, before, calls, said, after: await endOf(sandbox) });
  }
  return gone;
}

/** The longest time that a command may take, in milliseconds. It is many times the usual time. */
const LONGEST = 5 * 60_000;

/** Runs the command of a phase once. If it does not end in time, it is stopped, and its code is null. */
export async function runPhase(sandbox: EngineHarness, { args, input }: Phase): Promise<Ended> {
  const signal = AbortSignal.timeout(LONGEST);
  const { code, stderr, stdout } = await sandbox.command(args, { input, signal });
  return { code: signal.aborted ? null : code, said: `${stderr}${stdout}` };
}

export async function endOf(sandbox: EngineHarness): Promise<FinalState> {
  return finalState(sandbox, stacksOf(sandbox));
}
