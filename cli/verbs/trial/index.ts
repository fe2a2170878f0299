import { Command, Option } from "commander";

import { exitCodes, UserError } from "../../terminal/errors";
import { count, print, printJson } from "../../terminal/output";
import { parsedTrial, type TrialOptions, trialInventory } from "./begin-trial";
import { differences, readTrial } from "./comparison";
import { makeTrial, resumeTrial } from "./make-trial";
import { newTrialId, trialIdGiven, trialNames } from "./names";
import { removeTrial } from "./remove-trial";
import type { TrialPlan } from "./shape";
import { attemptsFor } from "./trial-attempts";
import { neededPermissions, permissionsText } from "./trial-permissions";
import { madeBy, planText } from "./trial-plan";
import { castOf } from "./trial-scene";

interface Options extends TrialOptions {
  dryRun?: true;
  resume?: string;
  remove?: string;
  compare?: string[];
  report?: string;
  yes?: true;
  json?: true;
}

/** Options that say where a trial takes place. */
const PLACE = ["reader", "owner", "cluster", "region", "inventory"];

/** `trial`: try everything in one's own accounts. */
export function command(): Command {
  return new Command("trial")
    .summary("try everything once in accounts of yours, and remove it again")
    .description(
      "Deploys a small landing zone of its own into two of your accounts, and into a cluster that exists or is created.\n" +
        "Then it makes every declared read, and many attempts to read that must fail. It proves what the accounts hold, puts\n" +
        "a second value, cuts off a reader, and kills one of its own runs and goes on. At the end it removes everything.\n" +
        "It touches nothing that it has not made.\n" +
        "Exit code 0: every read succeeded, every attempt was refused, everything was removed; 1: any of these did not happen,\n" +
        "--remove found nothing, or --compare found differences; 2: an error.",
    )
    .option("--reader <PROFILE>", "profile of the account with the cluster, whose pods read")
    .option("--owner <PROFILE>", "profile of another account, which owns a secret")
    .option(
      "--cluster <NAME>",
      "an EKS cluster that exists (default: one is created, which takes 20 minutes)",
    )
    .option("--region <REGION>", "region of all that it makes (default: AWS_REGION)")
    .option("--inventory <FILE>", "deploy a copy of this inventory instead, under names of its own")
    .option("--dry-run", "say what it would make and need, and make nothing")
    .addOption(
      new Option(
        "--resume <ID>",
        "go on with a trial that was stopped, where it stopped",
      ).conflicts(["remove", "compare", "dryRun", ...PLACE]),
    )
    .addOption(
      new Option(
        "--remove <ID>",
        "remove what an earlier trial left; it is found by its tag",
      ).conflicts(["compare", "dryRun", "report"]),
    )
    .addOption(
      new Option(
        "--compare <FILE...>",
        "list where the answers of two trials differ: A.json B.json",
      ).conflicts(["dryRun", "report", ...PLACE]),
    )
    .option("--report <FILE>", "where the report goes (default: eps-trial-ID/trial.md)")
    .option("--yes", "do not ask")
    .option("--json", "answer in JSON; eks-pod-secrets schema trial describes it")
    .addHelpText(
      "after",
      `
What it makes is named eps-trial-ID and tagged. Keys cannot be deleted at once: AWS deletes them after 7 days.
After Ctrl-C or a kill, --resume ID goes on, and --remove ID removes what is left. Needs the Pulumi CLI in PATH.

Examples:
  $ eks-pod-secrets trial --owner data --reader platform --region eu-central-1 --dry-run
  $ eks-pod-secrets trial --owner data --reader platform --region eu-central-1 --cluster test
  $ eks-pod-secrets trial --resume 3f9a71
  $ eks-pod-secrets trial --remove 3f9a71 --owner data --reader platform --region eu-central-1 --cluster test
  $ eks-pod-secrets trial --compare sandbox/trial.json aws/trial.json`,
    )
    .action(trial);
}

async function trial(options: Options): Promise<void> {
  const { compare, remove, resume } = options;
  if (compare) return comparePair(compare, options);
  if (resume !== undefined) return resumeTrial(trialIdGiven("--resume", resume), options);
  if (remove !== undefined) return removeTrial(trialIdGiven("--remove", remove), options);
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
  const cast = castOf(landingZone);
  const chosen = attemptsFor(cast);
  const { leftOut, tried } = chosen;
  const plan: TrialPlan = {
    ...{ id: names.id, result: "planned", made: madeBy(landingZone) },
    ...{ attempts: tried.map(({ name }) => name), leftOut },
    permissions: neededPermissions(landingZone, cast),
  };
  if (options.json) return printJson(plan);
  print(planText({ zone: landingZone, names, cast, chosen }));
  print(permissionsText(landingZone, cast));
}
