import type { PlannedStack } from "../../../stacks/stack-plan";
import type { Operation, StackEngine, StackRun } from "../engine/stack-engine";
import { bothRuns, openWays, stacksToClose } from "./close-former-ways";
import type { LiveLines } from "./live-lines";
import { failureOf, type RunReport, runWithProgress } from "./run-with-progress";
import { type Outcome, reversed, schedule } from "./schedule";
import type { StacksAnswer } from "./stacks-shape";

/** The input of a run of stacks. */
export interface StacksRun {
  /** In the plan's order. */
  stacks: readonly PlannedStack[];
  operation: Operation;
  engine: StackEngine;
  /** The most stacks that run at the same time. */
  parallel: number;
  lines: LiveLines;
  /** When it is aborted, nothing more is begun. */
  signal: AbortSignal;
}

/** The most further runs of a stack that lets pods in by a former way. The longest change, from Pod Identity to tokens, takes three. */
const MOST_CLOSINGS = 4;

/** Runs stacks in the order of their dependencies, or in reverse order to destroy them. */
export async function runStacks(
  options: StacksRun,
): Promise<Omit<StacksAnswer, "leftNamespaces" | "leftStacks" | "removals" | "stillRead">> {
  const { engine, lines, operation, parallel, signal, stacks } = options;
  const runs = new Map<string, RunReport<StackRun>>();
  const runOne = (stack: PlannedStack): Promise<void> =>
    runWithProgress(
      { name: stack.name, lines, begins: operation },
      (onStep) => engine.run(stack, operation, onStep, signal),
      (report) => runs.set(stack.name, bothRuns(runs.get(stack.name), report)),
    );
  const order = dependenciesOf(operation, stacks);
  const run = (items: PlannedStack[]) => schedule(items, parallel, runOne, signal);
  const closeAfter = async (ended: Awaited<ReturnType<typeof run>>, left = MOST_CLOSINGS) => {
    const isDone = (name: string) => ended.get(name)?.result === "done";
    const toClose = operation === "up" && left > 0 ? stacksToClose(order, runs, isDone) : [];
    if (toClose.length === 0) return ended;
    return closeAfter(new Map([...ended, ...(await run(toClose))]), left - 1);
  };
  const outcomes = await run(order)
    .then((first) => closeAfter(first))
    .finally(lines.end);
  const ended = order.map(({ name }) => ({
    stack: name,
    ...outcomeOf(outcomes.get(name) ?? { result: "stopped" }),
    seconds: runs.get(name)?.seconds ?? 0,
    changes: runs.get(name)?.changes ?? {},
  }));
  return {
    operation,
    result: ended.every(({ result }) => result === "done") ? "done" : "incomplete",
    stacks: ended,
    formerWays: openWays(runs),
    networks: [...runs.values()].flatMap(({ networks = [] }) => networks),
    createdSecrets: [...runs.values()].flatMap(({ createdSecrets = [] }) => createdSecrets),
  };
}

/** The stacks with what each waits for. A refresh of one stack does not depend on others. */
function dependenciesOf(operation: Operation, stacks: readonly PlannedStack[]): PlannedStack[] {
  switch (operation) {
    case "up":
      return [...stacks];
    case "destroy":
      return reversed(stacks);
    case "refresh":
      return stacks.map((stack) => ({ ...stack, dependsOn: [] }));
  }
}

function outcomeOf(
  outcome: Outcome,
): Pick<StacksAnswer["stacks"][number], "result" | "reason" | "waitsFor"> {
  switch (outcome.result) {
    case "failed":
      return failureOf(outcome.error);
    case "waits":
      return { result: "waits", waitsFor: outcome.for };
    default:
      return { result: outcome.result };
  }
}
