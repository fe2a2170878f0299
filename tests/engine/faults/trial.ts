import { FAULT_KINDS, type Fault } from "../../../sandbox/weather/faults";
import { drawnAnew } from "../final-state";
import { type EngineHarness, writeInventory } from "../harness";
import { differencesAfterWeather } from "../in-weather";
import { FULL_DISKS, type FullDisk, KILLS, type Kill, runDisturbed } from "./disturbed-run";
import { type CalmPhase, type Ended, endOf, runPhase } from "./phases";

/** What is tried in one run of a phase. */
export interface Trial {
  phase: string;
  /** What befalls calls. */
  faults: Fault[];
  /** What befalls the first run itself. */
  disturbance?: Kill | FullDisk;
}

/** Faults that the run gets over by itself are tried so many at once; those that end it, so many. */
const AT_ONCE = { passing: 24, refused: 4 };

/** Each call of each phase with each fault, in an order that the seed draws. Faults of unlike calls share a run. */
export function callTrials(phases: readonly CalmPhase[], random: () => number): Trial[] {
  const trials = phases.flatMap((phase) => {
    const faultsOf = (kinds: readonly Fault["kind"][]) =>
      shuffled(
        kinds.flatMap((kind) => eachCall(phase, random).map((call) => ({ ...call, kind }))),
        random,
      );
    const passing = FAULT_KINDS.filter((kind) => kind !== "refused");
    return [
      ...grouped(faultsOf(passing), AT_ONCE.passing),
      ...grouped(faultsOf(["refused"]), AT_ONCE.refused),
    ].map((faults) => ({ phase: phase.name, faults }));
  });
  return shuffled(trials, random);
}

/** Each process killed at each kind of event, and each write without space, of the phases that run the engine for long. */
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

/** Each operation that a phase calls, and which of its calls the seed draws. */
function eachCall({ calls }: CalmPhase, random: () => number): Omit<Fault, "kind">[] {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call, (counts.get(call) ?? 0) + 1);
  return [...counts].sort().map(([call, count]) => {
    return { call, nth: 1 + Math.floor(random() * count) };
  });
}

/** In groups of at most so many, in which no two faults are of one call. */
function grouped(faults: readonly Fault[], size: number): Fault[][] {
  const groups: Fault[][] = [];
  for (const fault of faults) {
    const open = groups.find(
      (group) => group.length < size && group.every(({ call }) => call !== fault.call),
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

/** What went wrong: nothing, where the run ended as in calm weather. */
export interface Outcome {
  problems: string[];
  /** How many of the faults and disturbances have happened. */
  happened: number;
}

/** Tries it, and runs the command again until it is done; then all must be as in calm weather. */
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
    // Whoever is killed says nothing.
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

/** What a run may not say, or leaves unsaid. */
function faultsOfSpeech({ code, said }: Ended, calm: string, happened: readonly Fault[]): string[] {
  const problems: string[] = [];
  if (/^\s+at .*[.:]\d+:\d+|internal error:/m.test(said)) problems.push(`a stack trace: ${said}`);
  // A look that changes nothing of what is said needs no word.
  if (code === 0 && (UNSEEN.test(said) || wordsOf(said) === wordsOf(calm))) return problems;
  // Of several in one run, the one that ended it.
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

/** A text without numbers and what is drawn at random, its lines in one order. */
function wordsOf(said: string): string {
  return drawnAnew(said)
    .replace(/[\d.]+/g, "0")
    .split("\n")
    .sort()
    .join("\n");
}
