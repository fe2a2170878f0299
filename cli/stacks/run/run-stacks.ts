import type { PlannedStack } from "../../../stacks/stack-plan";
import { otherShards, type Waiting } from "../engine/other-shards";
import type { Operation, StackEngine, StackRun } from "../engine/stack-engine";
import { bothRuns, openWays, stacksToClose } from "./close-former-ways";
import type { LiveLines } from "./live-lines";
import { failureOf, type RunReport, runWithProgress } from "./run-with-progress";
import { type Outcome, reversed, schedule } from "./schedule";
import type { StacksAnswer } from "./stacks-shape";

/** What to run, by what, and who is told. */
export interface StacksRun {
  /** In the plan's order. */
  stacks: readonly PlannedStack[];
  /** Names of those that this process runs; others run the rest at the same time. None: it runs all. */
  own?: ReadonlySet<string>;
  /** How it waits for what others run. */
  waiting?: Waiting;
  operation: Operation;
  engine: StackEngine;
  /** Stacks at once. */
  parallel: number;
  lines: LiveLines;
  /** Aborted: begin nothing more. */
  signal: AbortSignal;
}

/** Runs stacks in the order of what they depend on, the other way round to destroy them. */
export async function runStacks(
  options: StacksRun,
): Promise<Omit<StacksAnswer, "leftNamespaces" | "leftStacks" | "removals" | "stillRead">> {
  const { engine, lines, operation, own, parallel, signal, stacks } = options;
  const runs = new Map<string, RunReport<StackRun>>();
  const runOne = (stack: PlannedStack): Promise<void> =>
    runWithProgress(
      { name: stack.name, lines, begins: operation },
      (onStep) => engine.run(stack, operation, onStep, signal),
      (report) => runs.set(stack.name, bothRuns(runs.get(stack.name), report)),
    );
  const everything = dependenciesOf(operation, stacks);
  const order = everything.filter(({ name }) => own?.has(name) ?? true);
  const missing = own && missingElsewhere(options, own);
  const run = (items: PlannedStack[]) => schedule(items, parallel, runOne, signal, missing);
  const outcomes = await run(order)
    .then(async (first) => {
      const isDone = (name: string) => first.get(name)?.result === "done";
      const isOthers = (name: string) =>
        !order.some((one) => one.name === name) && stacks.some((one) => one.name === name);
      const toClose = operation === "up" ? stacksToClose(order, { runs, isDone, isOthers }) : [];
      const second = [...(await run(toClose))].filter(([, { result }]) => result !== "waits");
      return new Map([...first, ...second]);
    })
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

/** The stacks by what each waits for; what is read of the accounts depends on nothing that is read of others. */
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

/** Waits for what other processes run, and answers what has not come of it. */
function missingElsewhere(
  { engine, lines, operation, signal, stacks, waiting }: StacksRun,
  own: ReadonlySet<string>,
): (stack: PlannedStack) => Promise<string[]> {
  const isOthers = new Set(stacks.flatMap(({ name }) => (own.has(name) ? [] : [name])));
  const lastRun = (name: string) => engine.lastRun(name, operation);
  const isDone = otherShards({ lastRun, signal, waiting });
  return async ({ dependsOn, name }) => {
    const others = dependsOn.filter((one) => isOthers.has(one));
    if (others.length > 0) lines.now(name, `waits for other shards: ${others.join(", ")}`);
    const done = await Promise.all(others.map(isDone));
    const open = others.filter((_, index) => !done[index]);
    if (open.length > 0) lines.done(name, { result: "waits" });
    return open;
  };
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
