import { existsSync } from "node:fs";

import type { LandingZone, ResolvedAccount, ResolvedCluster } from "../../../sdk/grant";
import { accountAccess } from "../../aws/account-access";
import { usableInventory } from "../../inventory/inventory-file";
import { interruption, unlessInterrupted } from "../../stacks/interruption";
import { note } from "../../terminal/output";
import { emptyOutcome, removalVerdict, trialAnswer } from "./answer";
import { readAnswer, writeAnswer } from "./answer-file";
import { parsedTrial, type TrialOptions, trialInventory } from "./begin-trial";
import { type TrialNames, trialNames } from "./names";
import { nothingSeen } from "./removal";
import type { TrialAnswer } from "./shape";
import { createSteps } from "./steps";
import { tell } from "./tell";
import { occupy, type TrialDirectory, trialDirectory } from "./trial-directory";
import { requireSameWorld, worldOf } from "./world";

/** `trial --remove`: removes what a trial has left. */
export async function removeTrial(
  id: string,
  options: TrialOptions & { json?: true },
): Promise<void> {
  const begun = new Date();
  const names = trialNames(id, begun);
  const directory = trialDirectory(names.name);
  const isThere = existsSync(directory.inventory);
  const zone = await zoneOf(options, names, isThere ? directory : undefined);
  const [{ account, region }] = zone.clusters as [ResolvedCluster];
  const world = await worldOf(await accountAccess(account, region, "trial"));
  const kept = existsSync(directory.answer) ? await readAnswer(directory.answer, "") : undefined;
  if (kept) requireSameWorld(kept, world);
  if (isThere) occupy(directory);
  else note(`there is no ${directory.path}: only what is found by its tag is removed`);
  const stopped = kept?.result === "interrupted" ? await endStopped(directory, kept) : undefined;
  const seen = nothingSeen();
  const signal = interruption();
  const steps = createSteps({ say: note, signal });
  const outcome = emptyOutcome();
  const { remove } = await import("./run-trial.js");
  await unlessInterrupted(signal, async () => {
    const trial = { zone, names, steps, signal, say: note, ...(isThere && { directory }) };
    Object.assign(outcome, await remove(trial, seen));
    const isClusterKnown = isThere || options.cluster !== undefined || options.inventory;
    if (!isClusterKnown && !seen.isClusterCreated) outcome.left.push(namespacesUnseen(account));
  });
  const result = signal.aborted ? "interrupted" : removalVerdict(seen, outcome, steps.taken);
  const { keys, left } = outcome;
  if (stopped) await writeAnswer(directory.answer, { ...stopped, keys, left });
  const answer = trialAnswer({ begun, names, outcome, result, steps: steps.taken, world, zone });
  tell(answer, options, { canGoOn: false });
}

async function zoneOf(
  options: TrialOptions,
  names: TrialNames,
  directory: TrialDirectory | undefined,
): Promise<LandingZone> {
  if (directory) return (await usableInventory(directory.inventory)).landingZone;
  return parsedTrial(await trialInventory(options, names, { isDry: false })).landingZone;
}

/** Writes down that a stopped trial does not go on: its parts go. Answers what it has shown. */
async function endStopped({ answer }: TrialDirectory, kept: TrialAnswer): Promise<TrialAnswer> {
  const ended: TrialAnswer = { ...kept, result: "failed" };
  await writeAnswer(answer, ended);
  return ended;
}

function namespacesUnseen({ id: account }: ResolvedAccount): TrialAnswer["left"][number] {
  return {
    ...{ account, kind: "namespaces" },
    name: "in a cluster that existed before the trial",
    reason: "they were not looked for: add --cluster NAME, or --inventory FILE",
  };
}
