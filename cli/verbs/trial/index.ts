import { existsSync } from "node:fs";
import { Command, Option } from "commander";

import type { ResolvedAccount, ResolvedCluster } from "../../../sdk/grant";
import { accountAccess } from "../../aws/account-access";
import { usableInventory } from "../../inventory/inventory-file";
import { interruption, unlessInterrupted } from "../../stacks/interruption";
import { ask, canAsk } from "../../terminal/ask";
import { exitCodes, UserError } from "../../terminal/errors";
import { coloursOf, count, note, print, printJson } from "../../terminal/output";
import { writeOutput } from "../../terminal/output-file";
import { emptyOutcome, removalVerdict, trialAnswer, verdict } from "./answer";
import { parsedTrial, type TrialOptions, trialInventory } from "./begin-trial";
import { differences, readTrial } from "./comparison";
import { newTrialId, trialIdGiven, trialNames } from "./names";
import { nothingSeen } from "./removal";
import { reportText } from "./report";
import type { TrialAnswer, TrialPlan } from "./shape";
import { createSteps } from "./steps";
import { LEFT_OUT, TRIED } from "./trial-attempts";
import { createTrialDirectory, trialDirectory } from "./trial-directory";
import { neededPermissions, permissionsText } from "./trial-permissions";
import { madeBy, planText } from "./trial-plan";
import { castOf } from "./trial-scene";
import { worldOf } from "./world";

interface Options extends TrialOptions {
  dryRun?: true;
  remove?: string;
  compare?: string[];
  report?: string;
  yes?: true;
  json?: true;
}

/** `trial`: try everything in one's own accounts. */
export function command(): Command {
  return new Command("trial")
    .summary("try everything once in accounts of yours, and remove it again")
    .description(
      "Deploys a scenario of its own into two accounts and a cluster that exists or is created. Performs every declared read and\n" +
        "many attempts that must fail, waits until IAM has propagated, proves what the accounts then hold, puts a second value, cuts\n" +
        "off a reader, kills one of its own runs and goes on, and removes everything. Touches nothing that it has not made.\n" +
        "Exit code 0: every read succeeded, every attempt was refused, everything was removed; 1: any of these did not happen,\n" +
        "--remove found nothing, or --compare found differences; 2: an error.",
    )
    .option("--reader <PROFILE>", "profile of the account with the cluster, whose pods read")
    .option("--owner <PROFILE>", "profile of another account, which owns a secret")
    .option(
      "--cluster <NAME>",
      "an EKS cluster that exists (default: one is created, which takes 20 minutes)",
    )
    .addOption(new Option("--region <REGION>", "region of everything").env("AWS_REGION"))
    .option("--inventory <FILE>", "instead, a copy of this inventory under names of the trial")
    .option("--dry-run", "only say what it would make and need; asks nobody")
    .option("--remove <ID>", "remove what a trial that was killed has left, found by its tag")
    .option("--compare <FILE...>", "list where the answers of two trials differ: A.json B.json")
    .option("--report <FILE>", "where the report goes (default: eps-trial-ID/trial.md)")
    .option("--yes", "do not ask")
    .option("--json", "answer in JSON; eks-pod-secrets schema trial describes it")
    .addHelpText(
      "after",
      `
What it makes is named eps-trial-ID and tagged. Keys cannot be deleted at once: AWS deletes them after 7 days.
After Ctrl-C or a kill, --remove ID removes what is left. Needs the Pulumi CLI in PATH.

Examples:
  $ eks-pod-secrets trial --owner data --reader platform --region eu-central-1 --dry-run
  $ eks-pod-secrets trial --owner data --reader platform --region eu-central-1 --cluster test
  $ eks-pod-secrets trial --remove 3f9a71 --owner data --reader platform --region eu-central-1 --cluster test
  $ eks-pod-secrets trial --compare sandbox/trial.json aws/trial.json`,
    )
    .action(trial);
}

async function trial(options: Options): Promise<void> {
  const { compare, remove } = options;
  if (compare) return comparePair(compare, options);
  if (remove !== undefined) return removeTrial(trialIdGiven(remove), options);
  if (options.dryRun) return planTrial(options);
  await makeTrial(options);
}

async function comparePair(files: string[], { json }: Options): Promise<void> {
  const [first, second, ...more] = files;
  if (first === undefined || second === undefined || more.length > 0) {
    throw new UserError(`--compare must name two files, got ${files.length}`);
  }
  const found = differences(await readTrial(first), await readTrial(second));
  if (found.length > 0) process.exitCode = exitCodes.refuted;
  if (json) return printJson({ differences: found });
  for (const { attempt, expected, observed } of found) {
    print(`${attempt}: expected ${expected}, observed ${observed}`);
  }
  print(found.length === 0 ? "the answers are the same" : count(found.length, "difference"));
}

async function planTrial(options: Options): Promise<void> {
  const names = trialNames(newTrialId());
  const { landingZone } = parsedTrial(await trialInventory(options, names, { isDry: true }));
  castOf(landingZone);
  const attempts = TRIED.map(({ name }) => name);
  const plan: TrialPlan = {
    ...{ id: names.id, result: "planned", made: madeBy(landingZone) },
    ...{ attempts, leftOut: LEFT_OUT, permissions: neededPermissions(landingZone) },
  };
  if (options.json) return printJson(plan);
  print(planText(landingZone, names));
  print(permissionsText(landingZone));
}

async function makeTrial(options: Options): Promise<void> {
  const begun = new Date();
  const names = trialNames(newTrialId(), begun);
  const text = await trialInventory(options, names, { isDry: false });
  const { landingZone: zone } = parsedTrial(text);
  const cast = castOf(zone);
  const { cluster } = cast.applicationB;
  const { pricesOf } = await import("./prices.js");
  const access = await accountAccess(cluster.account, cluster.region, "trial");
  note(planText(zone, names, await pricesOf(madeBy(zone), access)));
  const world = await worldOf(access);
  const signal = interruption();
  if (!options.yes && !(await confirm(signal))) return note("nothing was done");
  const directory = trialDirectory(names.name);
  createTrialDirectory(directory, text);
  note(`where it is killed, this removes what is left: eks-pod-secrets trial --remove ${names.id}`);
  const { runTrial } = await import("./run-trial.js");
  const steps = createSteps(note, signal);
  const outcome = emptyOutcome();
  await unlessInterrupted(signal, () =>
    runTrial({ zone, cast, names, directory, steps, signal, say: note }, outcome),
  );
  const result = signal.aborted ? "interrupted" : verdict(outcome, steps.taken);
  const answer = trialAnswer({ begun, names, outcome, result, steps: steps.taken, world, zone });
  await writeOutput(directory.answer, `${JSON.stringify(answer, null, 2)}\n`);
  await writeOutput(options.report ?? directory.report, reportText(answer));
  tell(answer, options);
}

async function removeTrial(id: string, options: Options): Promise<void> {
  const begun = new Date();
  const names = trialNames(id, begun);
  const directory = trialDirectory(names.name);
  const isThere = existsSync(directory.inventory);
  const zone = isThere
    ? (await usableInventory(directory.inventory)).landingZone
    : parsedTrial(await trialInventory(options, names, { isDry: false })).landingZone;
  if (!isThere) note(`there is no ${directory.path}: only what is found by its tag is removed`);
  const [{ account, region }] = zone.clusters as [ResolvedCluster];
  const world = await worldOf(await accountAccess(account, region, "trial"));
  const seen = nothingSeen();
  const signal = interruption();
  const steps = createSteps(note, signal);
  const outcome = emptyOutcome();
  const { remove } = await import("./run-trial.js");
  await unlessInterrupted(signal, async () => {
    const trial = { zone, names, steps, signal, say: note, ...(isThere && { directory }) };
    Object.assign(outcome, await remove(trial, seen));
    const isClusterKnown = isThere || options.cluster !== undefined || options.inventory;
    if (!isClusterKnown && !seen.isClusterCreated) outcome.left.push(namespacesUnseen(account));
  });
  const result = signal.aborted ? "interrupted" : removalVerdict(seen, outcome, steps.taken);
  tell(trialAnswer({ begun, names, outcome, result, steps: steps.taken, world, zone }), options);
}

function namespacesUnseen({ id: account }: ResolvedAccount): TrialAnswer["left"][number] {
  return {
    ...{ account, kind: "namespaces" },
    name: "in a cluster that existed before the trial",
    reason: "they were not looked for: add --cluster NAME, or --inventory FILE",
  };
}

async function confirm(signal: AbortSignal): Promise<boolean> {
  if (!canAsk()) throw new UserError("--yes must be given where no terminal can ask");
  return /^y(es)?$/i.test((await ask("Begin? [y/N] ", signal)) ?? "");
}

function tell(answer: TrialAnswer, { json }: Options): void {
  const { result } = answer;
  if (result !== "passed" && result !== "removed") process.exitCode = exitCodes.refuted;
  if (json) printJson(answer);
  else print(answerText(answer));
}

function answerText({ attempts, id, keys, left, reads, result, steps }: TrialAnswer): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const isRemoval = result === "removed" || result === "nothing found";
  const isGood = result === "passed" || result === "removed";
  const colour = result === "failed" ? red : isGood ? green : yellow;
  const read = reads.filter((one) => one.result === "reads").length;
  const refused = attempts.filter((one) => one.result === "refused").length;
  const sums = `${read} of ${count(reads.length, "read")} succeeded, ${refused} of ${count(attempts.length, "attempt")} were refused`;
  return [
    ...(isRemoval ? [] : [sums]),
    ...steps.flatMap(({ reason, step }) => (reason ? [`failed: ${step}: ${reason}`] : [])),
    ...left.map(
      ({ account, kind, name, reason }) =>
        `still there, as far as is known: account ${account}: ${kind} ${name}${reason ? `: ${reason}` : ""}`,
    ),
    ...keys.map(({ arn, deletion }) => `AWS deletes ${arn} on ${deletion}`),
    colour(`trial ${id}: ${result}`),
    ...(result === "nothing found"
      ? [
          "nothing of it was found: compare the id, the profiles and the region with those of the trial",
        ]
      : []),
    ...(left.length > 0 || result === "interrupted"
      ? [`to remove what is left: eks-pod-secrets trial --remove ${id}`]
      : []),
  ].join("\n");
}
