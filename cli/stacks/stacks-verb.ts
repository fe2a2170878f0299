import { Command, Option } from "commander";

import type { LandingZone } from "../../sdk/grant";
import { type PlannedStack, stackPlan } from "../../stacks/stack-plan";
import { usableInventory } from "../inventory/inventory-file";
import { ask, canAsk } from "../terminal/ask";
import { exitCodes, UserError } from "../terminal/errors";
import { coloursOf, count, note, print, printJson } from "../terminal/output";
import { chooseStacks } from "./choose-stacks";
import { openWayWords, waysElsewhere } from "./close-former-ways";
import {
  type ConfirmingOptions,
  confirmEach,
  confirmedBy,
  withConfirmations,
} from "./confirmations";
import { refuseForeignStacks } from "./foreign-stacks";
import { interruption, unlessInterrupted } from "./interruption";
import { neededConfirmations } from "./needed-confirmations";
import { orphanAdvice, orphanedStacks, orphanLines } from "./orphaned-stacks";
import { projectDirectory } from "./project-directory";
import { requirePulumi } from "./pulumi-command";
import { endRemovals, removalWords, removeAccessFirst } from "./removals-first";
import { refuseRenamedReaders } from "./renamed-readers";
import type { StacksRun } from "./run-stacks";
import { parseShard, type Shard, shardOf } from "./shard";
import type { Operation } from "./stack-engine";
import { STACK_NEEDS, type StackOptions, withStackOptions } from "./stack-options";
import { stacksInBackend } from "./stacks-in-backend";
import type { StacksAnswer } from "./stacks-shape";
import { stacksToEmpty } from "./stacks-to-empty";
import { stateReader } from "./state-reader";
import { unfitStacks } from "./unfit-stacks";
import { unsyncedClusters } from "./unsynced-clusters";

interface StacksOptions extends StackOptions, ConfirmingOptions {
  shard?: Shard;
  refresh?: true;
  secretsProvider?: string;
  yes?: true;
  json?: true;
}

/** How a verb that runs stacks explains itself. */
export interface StacksVerb {
  operation: Operation;
  summary: string;
  /** What it does, in whole sentences. */
  description: string;
  /** Begins the question and the last line, e.g. `Deploy`. */
  verb: string;
  examples: string;
}

/** A verb that runs the stacks of an inventory. */
export function stacksCommand({ description, examples, operation, summary, verb }: StacksVerb) {
  const command = withStackOptions(new Command(operation));
  return (operation === "refresh" ? command : withConfirmations(command))
    .summary(summary)
    .description(
      `${description}\nStacks that depend on none that is open run at once. What fails holds up only what depends on it,\n` +
        "and the same command goes on after a failure, Ctrl-C or a kill.\n" +
        "Exit code 0: all is done; 1: a stack failed or was stopped; 2: an error.",
    )
    .addOption(
      new Option(
        "--shard <I/N>",
        "run the I-th of N shares of the stacks, beside other processes\nthat run the others with the same inventory and backend",
      ).argParser(parseShard),
    )
    .option("--yes", "do not ask")
    .option("--json", "answer in JSON; eks-pod-secrets schema stacks describes it")
    .addHelpText(
      "after",
      `
A stack mostly waits for AWS, so that more at once than processors pays; each takes 0.6 GB or more.
${STACK_NEEDS}

Examples:
${examples}`,
    )
    .action((options: StacksOptions) => runVerb(operation, verb, options));
}

async function runVerb(operation: Operation, verb: string, options: StacksOptions): Promise<void> {
  const { landingZone } = await usableInventory(options.inventory);
  const stacks = chooseStacks(stackPlan(landingZone), options);
  const interrupted = interruption();
  const own = options.shard && shardOf(stacks, options.shard);
  const toRun = own ? stacks.filter(({ name }) => own.has(name)) : stacks;
  const names = toRun.length > 6 ? "" : `: ${toRun.map(({ name }) => name).join(", ")}`;
  const question = `${verb} ${count(toRun.length, "stack")}${names}?`;
  const isMeant = options.yes === true || (await confirm(question, interrupted));
  const chosen = { stacks, own, operation, signal: interrupted };
  const answer = isMeant
    ? await unlessInterrupted(interrupted, () => answerOf(landingZone, chosen, options))
    : undefined;
  if (answer?.result !== "done") process.exitCode = exitCodes.refuted;
  if (!answer) note("nothing was done");
  if (options.json) printJson(answer ?? nothingDone(operation, toRun));
  else if (answer) print(answerText(answer));
}

/** Asks on the terminal whether to go on; without one, `--yes` must have been given. */
async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!canAsk()) throw new UserError("--yes must be given where no terminal can ask");
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, signal)) ?? "");
}

/** Undefined where somebody does not confirm what must be confirmed. */
async function answerOf(
  zone: LandingZone,
  chosen: Pick<StacksRun, "stacks" | "own" | "operation" | "signal">,
  options: StacksOptions,
): Promise<StacksAnswer | undefined> {
  const { inventory, parallel, refresh, secretsProvider } = options;
  const workDir = projectDirectory(inventory);
  const [held, { pulumiEngine }, { runStacks }, { liveLines }] = await Promise.all([
    stacksInBackend(workDir),
    import("./pulumi-engine.js"),
    import("./run-stacks.js"),
    import("./live-lines.js"),
    requirePulumi(workDir),
  ]);
  const stateOf = stateReader(workDir);
  const toRun = chosen.stacks.filter(({ name }) => chosen.own?.has(name) ?? true);
  const left = await orphanedStacks(zone, held, stateOf);
  const { operation } = chosen;
  const toEmpty = mayEmpty(operation, options) ? stacksToEmpty(left) : [];
  const planned = {
    ...{ operation, zone, stacks: toRun, toEmpty, held, stateOf, workDir, inventory },
    isMeant: options.yes === true,
  };
  const given = confirmedBy(options);
  await refuseForeignStacks(planned, given["take-over"]);
  await refuseRenamedReaders(planned);
  const needed = await neededConfirmations(planned);
  const confirmed = await confirmEach(needed, given, chosen.signal);
  if (!confirmed) return undefined;
  const stacks = held.keys();
  const unfit = operation === "up" ? await unfitStacks({ ...planned, verb: "up" }) : undefined;
  const stale = needed.flatMap((one) => one.stale ?? []);
  const settings = { refresh, secretsProvider, confirmed, stale, unfit };
  const engine = pulumiEngine({ workDir, inventory, zone, stacks, ...settings });
  const removed = operation === "up" ? await removeAccessFirst(planned) : [];
  const run = { ...chosen, engine, parallel };
  const empty = { ...run, own: undefined, stacks: toEmpty, operation: "destroy" as const };
  const emptied = await runStacks({ ...empty, lines: liveLines() });
  const deployed = await runStacks({ ...run, lines: liveLines() });
  const ended = [...emptied.stacks.map(isEmptied), ...deployed.stacks];
  if (operation === "up") {
    for (const says of await unsyncedClusters(zone, deployed.stacks)) note(says);
  }
  const removals = await endRemovals(removed, { ended, engine, stacks: [...toEmpty, ...toRun] });
  const gone = emptied.stacks.flatMap(({ result, stack }) => (result === "done" ? stack : []));
  return {
    ...deployed,
    result: emptied.result === "done" ? deployed.result : "incomplete",
    formerWays: [...deployed.formerWays, ...(await waysElsewhere(planned))],
    stacks: ended,
    removals,
    leftStacks: left
      .filter(({ stack }) => !gone.includes(stack))
      .map(({ access, holds, stack }) => ({ stack, holds, access })),
  };
}

/** Only a run of the whole inventory empties what it has no more; of several shards, the first. */
function mayEmpty(operation: Operation, { account, only, shard }: StacksOptions): boolean {
  return operation === "up" && !account && !only && (shard?.index ?? 1) === 1;
}

function isEmptied<T>(stack: T): T & { emptied: true } {
  return { ...stack, emptied: true };
}

function nothingDone(operation: Operation, stacks: readonly PlannedStack[]): StacksAnswer {
  const stopped = stacks.map(({ name }) => ({
    stack: name,
    result: "stopped" as const,
    seconds: 0,
    changes: {},
  }));
  const none = { removals: [], formerWays: [], createdSecrets: [], leftStacks: [] };
  return { operation, result: "incomplete", stacks: stopped, ...none };
}

function answerText({
  createdSecrets,
  formerWays,
  leftStacks: left,
  operation,
  removals,
  stacks,
}: StacksAnswer): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const done = stacks.filter(({ result }) => result === "done");
  const open = stacks.flatMap(({ reason = "", result, stack, waitsFor = [] }) => {
    if (result === "failed") return [`${red("failed")}  ${stack}: ${reason}`];
    if (result === "waits") return [`${yellow("waits")}   ${stack}, for ${waitsFor.join(", ")}`];
    return result === "stopped" ? [`${yellow("stopped")} ${stack}`] : [];
  });
  const total = `${operation}: ${done.length} of ${count(stacks.length, "stack")} done`;
  const kept = removals.filter(({ result }) => result === "kept");
  return [
    ...open,
    ...kept.map(
      ({ reason, ...one }) =>
        `${red("kept")}    the access of ${one.stack} until ${removalWords(one)}: ${reason}`,
    ),
    ...(removals.length > 0
      ? [
          `access that the inventory does not grant: ${removals.length - kept.length} of ${removals.length} removed`,
        ]
      : []),
    open.length === 0 ? green(total) : `${total}; the same command goes on with the rest`,
    ...formerWays.map(openWayWords),
    ...(createdSecrets.length > 0
      ? [
          `new secrets have no value yet: ${createdSecrets.join(", ")}; eks-pod-secrets put gives each its own`,
        ]
      : []),
    ...orphanLines(left),
    ...(left.length > 0 ? [orphanAdvice] : []),
  ].join("\n");
}
