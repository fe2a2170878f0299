import { FAULT_KINDS, type Fault } from "../../../sandbox/weather/faults";
import { drawnAnew } from "../final-state";
import { type EngineHarness, writeInventory } from "../harness";
import { differencesAfterWeather } from "../in-weather";
import { FULL_DISKS, type FullDisk, KILLS, type Kill, runDisturbed } from "./disturbed-run";
import { type CalmPhase, type Ended, endOf, runPhase } from "./phases";

/** What is tried in one run of a phase. */
export interface Trial {
  phase: string;
  /** Faults of calls. */
  faults: Fault[];
  /** A disturbance of the first run itself. */
  disturbance?: Kill | FullDisk;
}

/** How many faults share a run: of those that the run survives, and of those that end it. */
const AT_ONCE = { passing: 60, refused: 4 };

/**
 * Each call of each phase with each fault, in an order drawn from the seed. Faults of different calls share a run. First come trials
 * that together have once each pair of a call and a fault that was not tried before, and of these the trials with most pairs.
 */
export function callTrials(
  phases: readonly CalmPhase[],
  random: () => number,
  tried: ReadonlySet<string>,
): Trial[] {
  const met = new Set(tried);
  const drawn = shuffled(phases, random).map((phase) => {
    const trialsOf = (faults: readonly Fault[]) =>
      grouped(shuffled(faults, random)).map((some) => ({ phase: phase.name, faults: some }));
    const faults = FAULT_KINDS.flatMap((kind) =>
      eachCall(phase, random).map((call) => ({ ...call, kind })),
    );
    const isNew = new Set(faults.filter((fault) => !met.has(pairOf(fault))));
    for (const fault of isNew) met.add(pairOf(fault));
    return {
      first: trialsOf([...isNew]),
      again: trialsOf(faults.filter((fault) => !isNew.has(fault))),
    };
  });
  const [first, again] = (["first", "again"] as const).map((when) =>
    shuffled(
      drawn.flatMap((one) => one[when]),
      random,
    ),
  ) as [Trial[], Trial[]];
  return [...first.sort((a, b) => b.faults.length - a.faults.length), ...again];
}

/** The call and the fault, whichever of the calls it is, and in whichever phase. */
export function pairOf({ call, kind }: Fault): string {
  return `${call} ${kind}`;
}

/** Kills of each process at each kind of event, and writes without space, in the phases that run the engine for long. */
export function runTrials(phases: readonly CalmPhase[], random: () => number): Trial[] {
  const trials = phases.flatMap((phase): Trial[] => {
    const { args, name } = phase;
    if (!["up", "destroy"].includes(args[0] ?? "")) return [];
    const refused = eachCall(phase, random).filter(({ call }) => call.startsWith("provider "));
    const kills = KILLS.map(({ at, ends }) => {
      const isOften = at.startsWith("res");
      const isOfFailure = /Failed|diagnostic/.test(at);
      const drawn = refused[Math.floor(random() * refused.length)];
      return {
        phase: name,
        faults: drawn && isOfFailure ? [{ ...drawn, kind: "refused" as const }] : [],
        disturbance: { at, ends, nth: isOften ? 1 + Math.floor(random() * 8) : 1 },
      };
    });
    const full = FULL_DISKS.map((disturbance) => ({ phase: name, faults: [], disturbance }));
    return [...kills, ...full];
  });
  return shuffled(trials, random);
}

/** Each operation that a phase calls, and which of its calls is meant. The seed draws it. */
function eachCall({ calls }: CalmPhase, random: () => number): Omit<Fault, "kind">[] {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call, (counts.get(call) ?? 0) + 1);
  return [...counts].sort().map(([call, count]) => {
    return { call, nth: 1 + Math.floor(random() * count) };
  });
}

/** Groups faults. No group has two faults of the same call, and refusals have groups of their own. */
function grouped(faults: readonly Fault[]): Fault[][] {
  const groups: Fault[][] = [];
  const waysOn = ({ kind }: Fault) => (kind === "refused" ? "refused" : "passing");
  for (const fault of faults) {
    const open = groups.find(
      (group) =>
        group.length < AT_ONCE[waysOn(fault)] &&
        group.every((one) => one.call !== fault.call && waysOn(one) === waysOn(fault)),
    );
    if (open) open.push(fault);
    else groups.push([fault]);
  }
  return groups;
}

function shuffled<One>(all: readonly One[], random: () => number): One[] {
  const drawn = all.map((one) => ({ one, at: random() }));
  return drawn.sort((a, b) => a.at - b.at).map(({ one }) => one);
}

/** What went wrong. Nothing, if the run ended as without faults. */
export interface Outcome {
  problems: string[];
  /** How many faults and disturbances took place. */
  happened: number;
}

/** Makes the trial, and runs the command again until it succeeds. The end must be the same as without faults. */
export async function tryOut(
  sandbox: EngineHarness,
  phase: CalmPhase,
  { disturbance, faults }: Omit<Trial, "phase">,
): Promise<Outcome> {
  await phase.before.restore();
  writeInventory(sandbox.data, phase.inventory);
  await sandbox.control.planFaults(faults);
  const problems: string[] = [];
  let done = 0;
  let disturbed = 0;
  for (let run = 0; ; run++) {
    const isFirst = run === 0 && disturbance;
    const ended = isFirst
      ? await runDisturbed(sandbox, phase, disturbance)
      : await runPhase(sandbox, phase);
    if ("happened" in ended && ended.happened) disturbed++;
    const { happened } = await sandbox.control.notedCalls();
    // A killed command says nothing.
    if (ended.code !== null) {
      problems.push(...faultsOfSpeech(ended, phase.said, isFirst ? [] : happened.slice(done)));
    }
    done = happened.length;
    if (ended.code === 0) break;
    if (run > faults.length + disturbed || (ended.code === null && !isFirst)) {
      problems.push(`run ${run + 1} ended with ${ended.code}: ${ended.said}`);
      return { problems, happened: done + disturbed };
    }
  }
  problems.push(...differencesAfterWeather(phase.after, await endOf(sandbox)));
  return { problems, happened: done + disturbed };
}

/** Finds what a run should not have said, and what it should have said. */
function faultsOfSpeech({ code, said }: Ended, calm: string, happened: readonly Fault[]): string[] {
  const problems: string[] = [];
  if (/^\s+at .*[.:]\d+:\d+|internal error:/m.test(said)) problems.push(`a stack trace: ${said}`);
  // A refused look needs no word if the output is the same without it.
  if (code === 0 && (UNSEEN.test(said) || wordsOf(said) === wordsOf(calm))) return problems;
  // If several calls were refused in one run, it must name the one that ended it.
  const refused = happened.filter(({ kind }) => kind === "refused").map(({ call }) => call);
  const isNamed = (call: string) =>
    said.includes(/[: ]([\w-]+)(?: [\w.-]+)?$/.exec(call)?.[1] ?? call);
  if (refused.length > 0 && !refused.some(isNamed)) {
    problems.push(`${refused} was refused, ended with ${code}, and says nothing of it: ${said}`);
  }
  return problems;
}

/** How a command says that it could not look at something. */
const UNSEEN = /not seen|not known|cannot (?:be )?(?:look|read)/;

/** A text with sorted lines, and without numbers and random parts. A value that an earlier run has put counts as put. */
function wordsOf(said: string): string {
  return drawnAnew(said)
    .replace(/unchanged, (version \S+) has this value/g, "new $1")
    .replace(/[\d.]+/g, "0")
    .split("\n")
    .sort()
    .join("\n");
}
