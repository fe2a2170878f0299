import { Command } from "commander";

import { stackPlan } from "../../stacks/stack-plan";
import { usableInventory } from "../inventory/inventory-file";
import { confirmed } from "../terminal/ask";
import { exitCodes } from "../terminal/errors";
import { count, note, noteProblems, print, printJson } from "../terminal/output";
import { answerText } from "./answer-text";
import { withConfirmations } from "./before-run/confirmations";
import { chooseStacks } from "./choose-stacks";
import type { Operation } from "./engine/stack-engine";
import { interruption } from "./interruption";
import type { StacksOptions } from "./plan-run";
import { noStackRun } from "./run/refuse-run";
import { runChosenStacks } from "./run-chosen-stacks";
import { STACK_NEEDS, withStackOptions } from "./stack-options";

/** How a verb that runs stacks explains itself. */
export interface StacksVerb {
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
  const command = withStackOptions(new Command(operation));
  return (operation === "refresh" ? command : withConfirmations(command))
    .summary(summary)
    .description(
      `${description}\nA stack begins when the stacks that it depends on are done. If a stack fails, only those that depend\n` +
        "on it wait. After a failure, Ctrl-C or a kill, run the same command again: it goes on.\n" +
        "Exit code 0: all is done; 1: a stack failed or was stopped; 2: an error.",
    )
    .option("--yes", yes)
    .option("--json", "answer in JSON; eks-pod-secrets schema stacks describes it")
    .addHelpText(
      "after",
      `
A stack mostly waits for AWS, so more stacks at once than processors are faster. Each takes 0.6 GB of memory or more.
${STACK_NEEDS}

Examples:
${examples}`,
    )
    .action((options: StacksOptions) => runVerb(operation, verb, options));
}

async function runVerb(operation: Operation, verb: string, options: StacksOptions): Promise<void> {
  const { landingZone, warnings } = await usableInventory(options.inventory);
  if (operation === "up") noteProblems(warnings, "warning");
  const stacks = chooseStacks(stackPlan(landingZone), options);
  const interrupted = interruption();
  const names = stacks.length > 6 ? "" : `: ${stacks.map(({ name }) => name).join(", ")}`;
  const question = `${verb} ${count(stacks.length, "stack")}${names}?`;
  const isMeant = options.yes === true || (await confirmed(question, interrupted));
  const chosen = { stacks, operation, signal: interrupted };
  const answer = isMeant ? await runChosenStacks(landingZone, chosen, options) : undefined;
  if (answer?.result !== "done") process.exitCode = exitCodes.refuted;
  if (!answer) note("nothing was done");
  if (options.json) printJson(answer ?? noStackRun(operation, stacks));
  else if (answer) print(answerText(answer));
}
