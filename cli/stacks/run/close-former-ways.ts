import { outputsIn } from "eks-pod-secrets/change-losses";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import type { PlannedRun } from "../before-run/planned-run";
import { bothChanges } from "../engine/record-events";
import type { StackRun } from "../engine/stack-engine";
import type { RunReport } from "./run-with-progress";
import type { StacksAnswer } from "./stacks-shape";

/**
 * The stacks that are run again: owners' stacks that also let readers in by their former way and whose workloads have switched by
 * now, and workloads stacks that change step by step how pods get their role.
 */
export function stacksToClose(
  stacks: readonly PlannedStack[],
  runs: ReadonlyMap<string, RunReport<StackRun>>,
  isDone: (stack: string) => boolean,
): PlannedStack[] {
  return stacks
    .filter(
      ({ name }) => isDone(name) && Object.values(runs.get(name)?.formerWays ?? {}).some(isDone),
    )
    .map((stack) => ({ ...stack, dependsOn: [] }));
}

/** The result of a stack that was run twice. */
export function bothRuns(
  first: RunReport<StackRun> | undefined,
  second: RunReport<StackRun>,
): RunReport<StackRun> {
  if (!first) return second;
  return {
    ...first,
    ...second,
    seconds: first.seconds + second.seconds,
    changes: bothChanges(first.changes, second.changes),
    createdSecrets: first.createdSecrets ?? [],
  };
}

/** The former ways that are still open, by the stack that keeps them. */
export function openWays(
  runs: ReadonlyMap<string, Pick<StackRun, "formerWays">>,
): StacksAnswer["formerWays"] {
  return [...runs].flatMap(([stack, { formerWays = {} }]) => {
    const readers = Object.keys(formerWays);
    return readers.length > 0
      ? [{ stack, readers, waitsFor: [...new Set(Object.values(formerWays))] }]
      : [];
  });
}

/** The former ways that a stack keeps open, from its state. */
export function heldWays(
  stack: string,
  resources: readonly { type: string; outputs?: Record<string, unknown> }[],
): StacksAnswer["formerWays"] {
  const formerWays = outputsIn(resources).formerWays as StackRun["formerWays"];
  return openWays(new Map([[stack, { formerWays }]]));
}

/** Former ways of owners whose stacks a run leaves alone although it deploys workloads that read there. */
export async function waysElsewhere({
  held,
  operation,
  stacks,
  stateOf,
  zone,
}: PlannedRun): Promise<StacksAnswer["formerWays"]> {
  if (operation !== "up") return [];
  const run = new Set(stacks.map(({ name }) => name));
  const needed = new Set(stacks.flatMap(({ dependsOn }) => dependsOn));
  const owners = stackPlan(zone).filter(
    ({ layer, name }) =>
      layer === "secrets" && needed.has(name) && !run.has(name) && held.has(name),
  );
  const ways = await Promise.all(
    owners.map(async ({ name }) => heldWays(name, (await stateOf(name)).resources)),
  );
  return ways.flat();
}

/** Says who is let in both ways, and what ends it. */
export function openWayWords({ readers, stack, waitsFor }: StacksAnswer["formerWays"][number]) {
  if (waitsFor.includes(stack)) {
    return `${stack} changes in several steps how the pods of ${readers.join(", ")} get their role, and has not done the last; the next up goes on`;
  }
  return `${stack} lets ${readers.join(", ")} in by the former way, too, until ${waitsFor.join(", ")} is deployed; the next up closes it then`;
}
