import { Option } from "commander";
import { accessText } from "eks-pod-secrets/change-losses";
import { stackPlan } from "../../stacks/stack-plan";
import { withNames } from "../aws/arn-titles";
import { usableInventory } from "../inventory/inventory-file";
import { confirmed } from "../terminal/ask";
import { DOCTOR } from "../terminal/doctor-pointer";
import { exitCodes, UserError } from "../terminal/errors";
import { coloursOf, count, note, noteProblems, print, printJson } from "../terminal/output";
import { Verb } from "../terminal/verb";
import { orphanAdvice, orphanLines } from "./backend/orphaned-stacks";
import { withConfirmations } from "./before-run/confirmations";
import { leftOutWords } from "./changed/changed-words";
import { networkWords } from "./engine/record-events";
import type { Operation } from "./engine/stack-engine";
import { interruption } from "./interruption";
import type { StacksOptions } from "./plan-run";
import { openWayWords } from "./run/close-former-ways";
import { leftNamespaceWords } from "./run/left-namespaces";
import { noStackRun, stillReadWords } from "./run/removals-first";
import type { StacksAnswer } from "./run/stacks-shape";
import { runChosenStacks } from "./run-chosen-stacks";
import { chooseStacks, STACK_NEEDS, withStackOptions } from "./stack-options";

/** How a verb that runs stacks explains itself. */
interface StacksVerb {
  operation: Operation;
  summary: string;
  /** What it does, in whole sentences. */
  description: string;
  /** Begins the question and the last line, e.g. `Deploy`. */
  verb: string;
  /** What `--yes` answers. */
  yes: string;
  examples: string;
}

/** A verb that runs the stacks of an inventory. */
export function stacksCommand({
  description,
  examples,
  operation,
  summary,
  verb,
  yes,
}: StacksVerb) {
  const command = withStackOptions(new Verb(operation, summary));
  // Else it would be taken for a name that somebody has misspelt.
  if (operation !== "up") command.addOption(new Option("--changed").hideHelp());
  return (operation === "refresh" ? command : withConfirmations(command))
    .description(
      `${description}\nA stack begins when the stacks that it depends on are done. If a stack fails, only those that depend\n` +
        "on it wait. After a failure, Ctrl-C or a kill, run the same command again: it goes on.\n" +
        "Exit code 0: all is done; 1: a stack failed or was stopped; 2: an error.",
    )
    .option("--yes", yes)
    .option("--json", "answer in JSON; eks-pod-secrets schema stacks describes it")
    .ending(`
A stack mostly waits for AWS, so more stacks at once than processors are faster. Each takes 0.6 GB of memory or more.
${STACK_NEEDS}

Examples:
${examples}`)
    .action((options: StacksOptions) => runVerb(operation, verb, options));
}

/** It would leave alone what must go, or what only the accounts know. */
function refuseChanged(operation: Operation): never {
  throw new UserError(
    `${operation} must be given without --changed: a stack that would do what it did at its last run is to be ${operation === "destroy" ? "destroyed" : "read"} all the same; name stacks by --only`,
  );
}

async function runVerb(operation: Operation, verb: string, options: StacksOptions): Promise<void> {
  if (operation !== "up" && options.changed) refuseChanged(operation);
  const inventory = await usableInventory(options.inventory);
  const { landingZone, warnings } = inventory;
  if (operation === "up") noteProblems(warnings, "warning");
  const asked = chooseStacks(stackPlan(landingZone), options);
  const changed = await import("./changed/run-changed.js");
  const changes = await changed.changesAsked(inventory, asked, options);
  const stacks = changes?.stacks ?? asked;
  const interrupted = interruption();
  const names = stacks.length > 6 ? "" : `: ${stacks.map(({ name }) => name).join(", ")}`;
  const question = `${verb} ${count(stacks.length, "stack")}${names}?`;
  const isMeant = options.yes || stacks.length === 0 || (await confirmed(question, interrupted));
  const run = (some: typeof stacks) => {
    const { known } = changes ?? {};
    const chosen = { stacks: some, asked, operation, signal: interrupted, ...(known && { known }) };
    return runChosenStacks(landingZone, chosen, options);
  };
  const answer = await (isMeant
    ? changes
      ? changed.runChanged(changes, asked.length, options, run)
      : run(stacks)
    : undefined);
  if (answer?.result !== "done") process.exitCode = exitCodes.refuted;
  if (!answer) note("nothing was done");
  if (options.json) printJson(answer ?? noStackRun(operation, stacks));
  else if (answer) print(answerText(answer));
}

/** What came of a run, for people: first what is open, then what is left to do. */
export function answerText({
  changed,
  createdSecrets,
  formerWays,
  leftNamespaces,
  leftStacks: left,
  networks,
  operation,
  removals,
  stacks,
  stillRead,
}: StacksAnswer): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const done = stacks.filter(({ result }) => result === "done");
  const open = stacks.flatMap(({ reason = "", result, stack, waitsFor = [] }) => {
    if (result === "failed") return [`${red("failed")}  ${stack}: ${reason}`];
    if (result === "waits") {
      const why = reason && `: ${reason}`;
      return [`${yellow("waits")}   ${stack}, for ${waitsFor.join(", ")}${why}`];
    }
    return result === "stopped" ? [`${yellow("stopped")} ${stack}`] : [];
  });
  const total = `${operation}: ${done.length} of ${count(stacks.length, "stack")} done`;
  const kept = removals.filter(({ result }) => result === "kept");
  return [
    ...open,
    ...kept.map(
      ({ reason, ...one }) =>
        `${red("kept")}    the access of ${one.stack} until ${withNames(accessText(one, "no longer"))}: ${reason}`,
    ),
    ...(removals.length > 0
      ? [
          `access that the inventory does not grant: ${removals.length - kept.length} of ${removals.length} removed`,
        ]
      : []),
    ...stillRead.map(stillReadWords),
    open.length === 0 ? green(total) : `${total}; ${goesOn(changed)} goes on with the rest`,
    ...(changed ? [leftOutWords(changed)] : []),
    ...(operation === "up" && stacks.some(hasFailedPods) ? [DOCTOR] : []),
    ...formerWays.map(openWayWords),
    ...networks.map(networkWords),
    ...(createdSecrets.length > 0
      ? [
          `new secrets have no value yet: ${createdSecrets.join(", ")}; eks-pod-secrets put gives each its own`,
        ]
      : []),
    ...leftNamespaces.map(leftNamespaceWords),
    ...orphanLines(left),
    ...(left.length > 0 ? [orphanAdvice] : []),
  ].join("\n");
}

/** What does the rest: a comparison of inventories does not see that it is left. */
function goesOn(changed: StacksAnswer["changed"]): string {
  return changed?.since === undefined ? "the same command" : "eks-pod-secrets up --changed";
}

/** Whether it is a stack that fails where its pods do not start. */
function hasFailedPods({ result, stack }: StacksAnswer["stacks"][number]): boolean {
  return result === "failed" && stack.endsWith(".workloads");
}
