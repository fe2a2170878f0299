import { isMapping } from "iam-proof/collections";
import { outputAt, recordIn } from "../../../stacks/run-record";
import type { PlannedStack } from "../../../stacks/stack-plan";
import type { ReadInventory } from "../../inventory/inventory-file";
import { type StateReader, stateReader } from "../backend/exported-state";
import { openProject } from "../backend/stacks-in-backend";
import { changedSince } from "./changed-since";
import { changedStacks, outputsOf, readsMoved, whyUnknown } from "./changed-stacks";

/** The stacks that must run, of those that were asked for. */
export interface Changes {
  /** In the plan's order. */
  stacks: PlannedStack[];
  /** Why each must run, by its name. */
  reasons: ReadonlyMap<string, string>;
  /** How many states were read until now. */
  statesRead(): number;
  /** Those that go by outputs which runs have changed. `last`: names of those that ran last; `ran`: of all that ran. */
  readersOf(last: ReadonlySet<string>, ran: ReadonlySet<string>): Promise<PlannedStack[]>;
}

/** Finds the changes of all that runs go by. `since`: those of the inventory alone, from this revision of Git on. */
export async function findChanges(
  inventory: ReadInventory,
  asked: readonly PlannedStack[],
  { inventory: file, since }: { inventory: string; since?: string },
): Promise<Changes> {
  const project = await openProject(file);
  const { held, workDir } = project;
  const read = new Set<string>();
  const stateOf: StateReader = (stack) => {
    read.add(stack);
    return project.stateOf(stack);
  };
  const look = { ...project, file, inventory, stateOf };
  const reasons = await (since === undefined
    ? changedStacks(look, asked)
    : changedSince(look, asked, since));
  const stacks = asked.filter(({ name }) => reasons.has(name));
  // As they are now: once they ran, what they have changed is asked.
  if (since !== undefined) {
    const there = stacks.filter(({ name }) => held.has(name));
    await Promise.all(there.map(({ name }) => stateOf(name).catch(whyUnknown)));
  }
  return {
    stacks,
    reasons,
    statesRead: () => read.size,
    async readersOf(last, ran) {
      const fresh = stateReader(workDir);
      const after = {
        held: { has: (name: string) => ran.has(name) || held.has(name) },
        stateOf: (name: string) => (ran.has(name) ? fresh(name) : stateOf(name)),
      };
      const done = asked.filter(({ name }) => last.has(name));
      const isMoved = async ({ name }: PlannedStack) =>
        !held.has(name) || hasMoved(outputsOf(await stateOf(name)), outputsOf(await fresh(name)));
      const others = asked.filter(({ name }) => held.has(name) || ran.has(name));
      const near = since === undefined ? others : nearTo(await chosen(done, isMoved), others);
      // One that has just run may have read what another has changed after it.
      return chosen(near, async ({ name }) => {
        const record = recordIn(outputsOf(await after.stateOf(name)));
        return record === undefined ? !ran.has(name) : readsMoved(record, after);
      });
    },
  };
}

/** Those of which it holds, or of which that is not known. */
async function chosen(
  stacks: readonly PlannedStack[],
  holds: (stack: PlannedStack) => Promise<boolean>,
): Promise<PlannedStack[]> {
  const found = await Promise.all(stacks.map((one) => holds(one).catch(whyUnknown)));
  return stacks.filter((_, index) => found[index] !== false);
}

/** The stacks that may go by outputs of others: each by those that it waits for, and an owner by the workloads that wait for it. */
function nearTo(others: readonly PlannedStack[], stacks: readonly PlannedStack[]): PlannedStack[] {
  const names = new Set(others.map(({ name }) => name));
  const waitedFor = new Set(others.flatMap(({ dependsOn }) => dependsOn));
  return stacks.filter(
    ({ dependsOn, name }) => waitedFor.has(name) || dependsOn.some((one) => names.has(one)),
  );
}

/** Whether what other stacks may have read of a stack is another. What is new, but for readers, none of them has read. */
function hasMoved(before: Record<string, unknown> = {}, after: Record<string, unknown> = {}) {
  const entries = (outputs: Record<string, unknown>, names: string[]) =>
    names.flatMap((name) => {
      const ids = isMapping(outputs[name]) ? Object.keys(outputs[name]) : [];
      return ids.map((id) => `${name}/${id}`);
    });
  const known = entries(before, ["clusters", "keys", "readers", "secrets", "targetRoles"]);
  return [...known, ...entries(after, ["readers"])].some(
    (path) => JSON.stringify(outputAt(before, path)) !== JSON.stringify(outputAt(after, path)),
  );
}
