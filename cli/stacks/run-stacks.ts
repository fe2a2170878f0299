import type { PlannedStack } from "../../stacks/stack-plan";
import type { StacksAnswer } from "../json-schemas";
import type { LiveLines } from "./live-lines";
import { otherShards, type Waiting } from "./other-shards";
import { type Outcome, reversed, schedule } from "./schedule";
import { type Operation, type StackEngine, type StackRun, StoppedRun } from "./stack-engine";

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
export async function runStacks(options: StacksRun): Promise<Omit<StacksAnswer, "leftStacks">> {
  const { engine, lines, operation, own, parallel, signal, stacks } = options;
  const runs = new Map<string, { run?: StackRun; seconds: number }>();
  const runOne = async (stack: PlannedStack): Promise<void> => {
    const started = performance.now();
    const seconds = () => Math.round((performance.now() - started) / 100) / 10;
    lines.now(stack.name, operation);
    try {
      const step = (text: string) => lines.now(stack.name, text);
      const run = await engine.run(stack, operation, step, signal);
      runs.set(stack.name, { run, seconds: seconds() });
      lines.done(stack.name, `${stack.name}: ${changesText(run.changes)} (${seconds()} s)`);
    } catch (error) {
      runs.set(stack.name, { seconds: seconds() });
      lines.done(
        stack.name,
        `${stack.name}: ${error instanceof StoppedRun ? "stopped" : "failed"}`,
      );
      throw error;
    }
  };
  const everything = dependenciesOf(operation, stacks);
  const order = everything.filter(({ name }) => own?.has(name) ?? true);
  const missing = own && missingElsewhere(options, own);
  const outcomes = await schedule(order, parallel, runOne, signal, missing).finally(lines.end);
  const ended = order.map(({ name }) => ({
    stack: name,
    ...outcomeOf(outcomes.get(name) ?? { result: "stopped" }),
    seconds: runs.get(name)?.seconds ?? 0,
    changes: runs.get(name)?.run?.changes ?? {},
  }));
  return {
    operation,
    result: ended.every(({ result }) => result === "done") ? "done" : "incomplete",
    stacks: ended,
    createdSecrets: [...runs.values()].flatMap(({ run }) => run?.createdSecrets ?? []),
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
    if (open.length > 0) lines.done(name, `${name}: waits`);
    return open;
  };
}

function outcomeOf(
  outcome: Outcome,
): Pick<StacksAnswer["stacks"][number], "result" | "reason" | "waitsFor"> {
  switch (outcome.result) {
    case "failed": {
      const { error } = outcome;
      if (error instanceof StoppedRun) return { result: "stopped" };
      return { result: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
    case "waits":
      return { result: "waits", waitsFor: outcome.for };
    default:
      return { result: outcome.result };
  }
}

/** `2 create, 1 same`, or `no change`. */
export function changesText(changes: Record<string, number>): string {
  const entries = Object.entries(changes).filter(([, number]) => number > 0);
  if (entries.every(([op]) => op === "same")) {
    return `no change, ${changes.same ?? 0} resources`;
  }
  return entries.map(([op, number]) => `${number} ${op === "same" ? "unchanged" : op}`).join(", ");
}
