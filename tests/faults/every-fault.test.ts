import { deepStrictEqual, ok } from "node:assert";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { CALLS } from "../../cli/permissions/calls/table";
import { PACE_VARIABLE } from "../../sandbox/clusters/pace";
import { BEFORE } from "../engine/every-call";
import { type CalmPhase, goThrough, PHASES } from "../engine/faults/phases";
import { callTrials, pairOf, runTrials, type Trial, tryOut } from "../engine/faults/trial";
import { type EngineHarness, suiteEngine } from "../engine/harness";
import { randoms } from "../engine/runs-killed";

/** `FAULTS_SEED` draws the order, and which of an operation's calls fails. `FAULTS_FROM` is the number of the first trial. The file `FAULTS_TRIED` keeps the tried pairs of a call and a fault. */
const { FAULTS_FROM = "0", FAULTS_MINUTES = "90", FAULTS_SEED = "1", FAULTS_TRIED } = process.env;

// A hundred times the speed of AWS, so that a late answer is late.
process.env[PACE_VARIABLE] ||= "0.01";

/** Rights without a call of their own. AWS asks for them in other calls. */
const OF_OTHER_CALLS = ["iam:PassRole", "ssm:AddTagsToResource"];

for (const { isMeant, name, providers, trialsOf } of [
  {
    name: "every call of a landing zone's life, with every fault",
    providers: "threads",
    trialsOf: callTrials,
    isMeant: /^$|calls/,
  },
  {
    name: "every process of a run, killed at every kind of event, and a full disk",
    providers: "processes",
    trialsOf: runTrials,
    isMeant: /^$|runs/,
  },
] as const) {
  // `FAULTS_OF` chooses one of the two: calls or runs.
  if (!isMeant.test(process.env.FAULTS_OF ?? "")) continue;
  describe(name, function () {
    this.timeout(0);
    const sandbox = suiteEngine(BEFORE, { providers });
    let phases: CalmPhase[];

    before(async () => {
      phases = await goThrough(sandbox, PHASES);
    });

    it("has every call of the table but those that name their source", () => {
      const made = new Set(phases.flatMap(({ calls }) => calls.map((one) => one.split(" ")[1])));
      const listed = Object.values(CALLS).flat();
      const inSandbox = listed.filter(({ source, via }) => !source && !via);
      const missing = inSandbox.filter(({ action }) => !made.has(action));
      deepStrictEqual([...new Set(missing.map(({ action }) => action))], OF_OTHER_CALLS);
    });

    it("ends, says what happened, and ends when repeated as if undisturbed", async () => {
      const end = Date.now() + Number(FAULTS_MINUTES) * 60_000;
      const triedPairs = pairsIn(FAULTS_TRIED);
      const trials = trialsOf(phases, randoms(Number(FAULTS_SEED)), triedPairs);
      const tell = (text: string) => console.log(`      ${text}`);
      const allPairs = new Set(trials.flatMap(({ faults }) => faults.map(pairOf)));
      tell(`${trials.length} trials of ${pairsOf(trials)} faults, ${allPairs.size} pairs`);
      const failed: { trial: Trial; problems: string[] }[] = [];
      let tried = 0;
      let at = Number(FAULTS_FROM);
      for (const trial of trials.slice(at)) {
        if (Date.now() >= end) break;
        const { happened, problems } = await tryIn(sandbox, phases, trial);
        tried += happened;
        for (const pair of (await sandbox.control.notedCalls()).happened.map(pairOf)) {
          if (FAULTS_TRIED && !triedPairs.has(pair)) appendFileSync(FAULTS_TRIED, `${pair}\n`);
          triedPairs.add(pair);
        }
        tell(
          `${at++} ${trial.phase}: ${happened} of ${pairsOf([trial])}; ${triedPairs.size} different pairs`,
        );
        if (problems.length === 0) continue;
        failed.push({ trial, problems });
        tell(textOf(trial, problems));
      }
      tell(`${tried} faults tried; FAULTS_SEED=${FAULTS_SEED} FAULTS_FROM=${at} goes on`);
      ok(tried > 0);
      const failures: string[] = [];
      for (const { problems, trial } of failed) {
        failures.push(...(await singledOut(sandbox, phases, trial, problems)));
      }
      deepStrictEqual(failures, []);
    });
  });
}

function tryIn(sandbox: EngineHarness, phases: readonly CalmPhase[], trial: Trial) {
  const phase = phases.find(({ name }) => name === trial.phase);
  if (!phase) throw new Error(`there is no phase ${trial.phase}`);
  return tryOut(sandbox, phase, trial);
}

function pairsIn(file: string | undefined): Set<string> {
  const lines = file && existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return new Set(lines.filter((line) => line !== ""));
}

function pairsOf(trials: readonly Trial[]): number {
  return trials.reduce(
    (sum, { disturbance, faults }) => sum + (disturbance ? 1 : faults.length),
    0,
  );
}

/** Finds the fault that is responsible, by halving the list. If neither half fails alone, both are needed. */
async function singledOut(
  sandbox: EngineHarness,
  phases: readonly CalmPhase[],
  trial: Trial,
  problems: readonly string[],
): Promise<string[]> {
  const { faults } = trial;
  const half = Math.ceil(faults.length / 2);
  const halves = faults.length > 1 ? [faults.slice(0, half), faults.slice(half)] : [];
  const found: string[] = [];
  for (const some of halves) {
    const alone = { ...trial, faults: some };
    const { problems } = await tryIn(sandbox, phases, alone);
    if (problems.length > 0) found.push(...(await singledOut(sandbox, phases, alone, problems)));
  }
  return found.length > 0 ? found : [textOf(trial, problems)];
}

function textOf(trial: Trial, problems: readonly string[]): string {
  return [JSON.stringify(trial), ...problems].join("\n");
}
