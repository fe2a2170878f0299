import { isMapping } from "iam-proof/collections";
import { outputAt, recordIn } from "../../../stacks/run-record";
import { type PlannedStack, stackNames } from "../../../stacks/stack-plan";
import type { ReadInventory } from "../../inventory/inventory-file";
import { type StateReader, stateReader } from "../backend/exported-state";
import { importsOf } from "../backend/import-files";
import { projectDirectory } from "../backend/project-directory";
import { type KnownStacks, openProject } from "../backend/stacks-in-backend";
import { changedSince } from "./changed-since";
import { changedStacks, outputsOf, readsMoved, whyUnknown } from "./changed-stacks";

/** Which of the requested stacks must run. */
export interface Changes {
  /** In the plan's order. */
  stacks: PlannedStack[];
  /** Why each must run, by name. */
  reasons: ReadonlyMap<string, string>;
  /** What spares the list of the backend, in a comparison with a revision. */
  known?: KnownStacks;
  /** The number of states read so far. */
  statesRead(): number;
  /** The stacks that depend on outputs which runs have changed. `last`: names of those that ran last. `ran`: of all that ran. */
  readersOf(last: ReadonlySet<string>, ran: ReadonlySet<string>): Promise<PlannedStack[]>;
}

/** Finds changes of everything that runs depend on. `since`: only changes of the inventory, from this Git revision on. */
export async function findChanges(
  inventory: ReadInventory,
  asked: readonly PlannedStack[],
  { inventory: file, since }: { inventory: string; since?: string },
): Promise<Changes> {
  const compared =
    since === undefined ? undefined : await comparedWith(since, { file, inventory, asked });
  const project = await openProject(file, compared?.known);
  const { held, workDir } = project;
  const read = new Set<string>();
  const stateOf: StateReader = (stack) => {
    read.add(stack);
    return project.stateOf(stack);
  };
  const look = { ...project, file, inventory, stateOf };
  const reasons = compared?.reasons ?? (await changedStacks(look, asked));
  const stacks = asked.filter(({ name }) => reasons.has(name));
  // The outputs before the runs, to find out later what the runs have changed.
  if (since !== undefined) {
    const there = stacks.filter(({ name }) => held.has(name));
    await Promise.all(there.map(({ name }) => stateOf(name).catch(whyUnknown)));
  }
  return {
    stacks,
    reasons,
    ...(compared?.known && { known: compared.known }),
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
      // A stack that has just run may have read something before another stack changed it.
      return chosen(near, async ({ name }) => {
        const record = recordIn(outputsOf(await after.stateOf(name)));
        return record === undefined ? !ran.has(name) : readsMoved(record, after);
      });
    },
  };
}

/** The most stacks that the backend is asked of one by one. */
const MOST_ASKED = 40;

/** Compares with a revision. As the revision's run came to its end, a stack of both inventories that is the same in both is there. */
async function comparedWith(
  since: string,
  {
    asked,
    file,
    inventory,
  }: { file: string; inventory: ReadInventory; asked: readonly PlannedStack[] },
): Promise<{ reasons: Map<string, string>; known?: KnownStacks }> {
  const workDir = projectDirectory(file);
  const look = { file, inventory, workDir, importsOf: (stack: string) => importsOf(file, stack) };
  const { former, reasons } = await changedSince(look, asked, since);
  const now = new Set(stackNames(inventory.landingZone));
  const isSame = (name: string) => now.has(name) && former.has(name) && !reasons.has(name);
  const all = [...new Set([...now, ...former])];
  const [there, others] = [all.filter(isSame), all.filter((name) => !isSame(name))];
  // What an import file takes over may be held by any stack, also one that neither inventory has.
  const isImported = others.some((name) => look.importsOf(name).length > 0);
  const isKnown = others.length <= MOST_ASKED && !isImported;
  return { reasons, ...(isKnown && { known: { there, asked: others } }) };
}

/** The stacks for which the condition holds, or for which it is unknown. */
async function chosen(
  stacks: readonly PlannedStack[],
  holds: (stack: PlannedStack) => Promise<boolean>,
): Promise<PlannedStack[]> {
  const found = await Promise.all(stacks.map((one) => holds(one).catch(whyUnknown)));
  return stacks.filter((_, index) => found[index] !== false);
}

/** The stacks that may depend on outputs of others: each on those that it waits for, and an owner on the workloads that wait for it. */
function nearTo(others: readonly PlannedStack[], stacks: readonly PlannedStack[]): PlannedStack[] {
  const names = new Set(others.map(({ name }) => name));
  const waitedFor = new Set(others.flatMap(({ dependsOn }) => dependsOn));
  return stacks.filter(
    ({ dependsOn, name }) => waitedFor.has(name) || dependsOn.some((one) => names.has(one)),
  );
}

/** Whether outputs that other stacks may have read have changed. New outputs, except readers, have been read by none of them. */
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
