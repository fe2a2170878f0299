import type { PlannedStack } from "../../../stacks/stack-plan";
import type { ReadInventory } from "../../inventory/inventory-file";
import { count, note } from "../../terminal/output";
import type { StacksAnswer } from "../run/stacks-shape";
import { blindWords, type ChangedOptions, requireFitting } from "./changed-words";
import { type Changes, findChanges } from "./find-changes";

/** The most stacks that are named with their reasons. */
const MOST = 20;

/** Finds what must run, if only that is asked for, and says so before anything is done. */
export async function changesAsked(
  inventory: ReadInventory,
  asked: readonly PlannedStack[],
  options: ChangedOptions & { inventory: string },
): Promise<Changes | undefined> {
  requireFitting(options);
  if (!options.changed) return undefined;
  const { since } = options;
  const changes = await findChanges(inventory, asked, options);
  const { reasons, stacks } = changes;
  if (since !== undefined) note(blindWords(since));
  note(
    `${stacks.length} of ${count(asked.length, "stack")} must run; ${count(changes.statesRead(), "state")} read`,
  );
  for (const { name } of stacks.slice(0, MOST)) note(`${name} must run: ${reasons.get(name)}`);
  return changes;
}

type Answer = StacksAnswer | undefined;

/** Runs what must run, and then what depends on the changed outputs, until nothing is left. */
export async function runChanged(
  changes: Changes,
  asked: number,
  { since }: Pick<ChangedOptions, "since">,
  run: (stacks: PlannedStack[]) => Promise<Answer>,
): Promise<Answer> {
  const why = new Map(changes.reasons);
  let all = await run(changes.stacks);
  let last = all;
  for (let left = MOST_ROUNDS; all?.result === "done" && left > 0; left--) {
    const next = await changes.readersOf(namesIn(last), namesIn(all));
    if (next.length === 0) break;
    const reason = "what it reads of other stacks has changed in this run";
    for (const { name } of next) {
      why.set(name, reason);
      note(`${name} must run: ${reason}`);
    }
    last = await run(next);
    all = last ? both(all, last) : { ...all, result: "incomplete" };
  }
  if (!all) return undefined;
  const stacks = all.stacks.map((one) => {
    const reason = why.get(one.stack);
    return reason === undefined ? one : { ...one, why: reason };
  });
  const leftOut = asked - why.size;
  const changed = {
    leftOut,
    statesRead: changes.statesRead(),
    ...(since !== undefined && { since }),
  };
  return { ...all, stacks, changed };
}

/** The most rounds after the first. The longest path of an output is through three layers, and there and back if a mode changes. */
const MOST_ROUNDS = 6;

function namesIn(answer: Answer): Set<string> {
  return new Set(answer?.stacks.map(({ stack }) => stack));
}

/** Joins the results of two runs. The second may have run some stacks again. */
function both(first: StacksAnswer, then: StacksAnswer): StacksAnswer {
  const again = namesIn(then);
  return {
    ...then,
    stacks: [...first.stacks.filter(({ stack }) => !again.has(stack)), ...then.stacks],
    removals: [...first.removals, ...then.removals],
    formerWays: [...first.formerWays.filter(({ stack }) => !again.has(stack)), ...then.formerWays],
    networks: [...first.networks, ...then.networks],
    createdSecrets: [...first.createdSecrets, ...then.createdSecrets],
    leftNamespaces: [...first.leftNamespaces, ...then.leftNamespaces],
  };
}
