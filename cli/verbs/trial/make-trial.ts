import { accountAccess } from "../../aws/account-access";
import { usableInventory } from "../../inventory/inventory-file";
import { interruption, unlessInterrupted } from "../../stacks/interruption";
import { ask, canAsk } from "../../terminal/ask";
import { UserError } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { writeOutput } from "../../terminal/output-file";
import { emptyOutcome, trialAnswer, verdict } from "./answer";
import { writeAnswer } from "./answer-file";
import { parsedTrial, type TrialOptions, trialInventory } from "./begin-trial";
import { newTrialId, type TrialNames, trialNames } from "./names";
import { reportText } from "./report";
import { type Shown, shownBy, stoppedTrial } from "./resumption";
import type { Trial } from "./run-trial";
import type { TrialAnswer } from "./shape";
import { createSteps } from "./steps";
import { tell } from "./tell";
import { attemptsFor } from "./trial-attempts";
import { createTrialDirectory, occupy, trialDirectory } from "./trial-directory";
import { madeBy, planText } from "./trial-plan";
import { castOf } from "./trial-scene";
import { requireSameWorld, worldOf } from "./world";

interface Options extends TrialOptions {
  report?: string;
  yes?: true;
  json?: true;
}

/** `trial`: makes one. */
export async function makeTrial(options: Options): Promise<void> {
  const begun = new Date();
  const names = trialNames(newTrialId(), begun);
  const text = await trialInventory(options, names, { isDry: false });
  const { landingZone: zone } = parsedTrial(text);
  const cast = castOf(zone);
  const { cluster } = cast.applicationB;
  const { pricesOf } = await import("./prices.js");
  const access = await accountAccess(cluster.account, cluster.region, "trial");
  const chosen = attemptsFor(cast);
  const prices = await pricesOf(madeBy(zone), access);
  note(planText({ zone, names, cast, chosen, prices }));
  const world = await worldOf(access);
  const signal = interruption();
  if (!options.yes && !(await confirm(signal))) return note("nothing was done");
  const directory = trialDirectory(names.name);
  createTrialDirectory(directory, text);
  note(
    `if it is stopped, this goes on: eks-pod-secrets trial --resume ${names.id}; this removes what is left: eks-pod-secrets trial --remove ${names.id}`,
  );
  const trial = { zone, cast, chosen, names, directory, signal, isResumed: false };
  await run(trial, { outcome: emptyOutcome(chosen.leftOut), steps: [] }, { begun, world }, options);
}

/** `trial --resume`: goes on with one that was stopped. */
export async function resumeTrial(id: string, options: Options): Promise<void> {
  const directory = trialDirectory(trialNames(id).name);
  const stopped = await stoppedTrial(id, directory);
  const { landingZone: zone } = await usableInventory(directory.inventory);
  const cast = castOf(zone);
  const { account, region } = cast.applicationB.cluster;
  const world = await worldOf(await accountAccess(account, region, "trial"));
  requireSameWorld(stopped, world);
  const begun = new Date(stopped.begun);
  const names: TrialNames = trialNames(id, begun);
  const signal = interruption();
  const trial = {
    zone,
    cast,
    chosen: attemptsFor(cast),
    names,
    directory,
    signal,
    isResumed: true,
  };
  await run(trial, shownBy(stopped), { begun, world }, options);
}

/** Runs a trial from where it is to its end, and keeps in `trial.json` what came of it. */
async function run(
  trial: Omit<Trial, "steps" | "say" | "keep">,
  { outcome, steps: taken }: Shown,
  { begun, world }: { begun: Date; world: TrialAnswer["world"] },
  options: Options,
): Promise<void> {
  const { chosen, directory, names, signal, zone } = trial;
  occupy(directory);
  const answerOf = (result: TrialAnswer["result"]) =>
    trialAnswer({ begun, names, outcome, result, steps: taken, world, zone });
  const keep = () => writeAnswer(directory.answer, answerOf("interrupted"));
  await keep();
  const steps = createSteps({ keep, say: note, signal, taken });
  const { runTrial } = await import("./run-trial.js");
  await unlessInterrupted(signal, () => runTrial({ ...trial, steps, keep, say: note }, outcome));
  const answer = answerOf(signal.aborted ? "interrupted" : verdict(outcome, taken, chosen));
  await writeAnswer(directory.answer, answer);
  await writeOutput(options.report ?? directory.report, reportText(answer));
  tell(answer, options, { canGoOn: true });
}

async function confirm(signal: AbortSignal): Promise<boolean> {
  if (!canAsk()) throw new UserError("--yes must be given where no terminal can ask");
  return /^y(es)?$/i.test((await ask("Begin? [y/N] ", signal)) ?? "");
}
