import { recordIn } from "../../../stacks/deployed-by";
import { accessRemovals } from "../../access-removals/access-removals";
import { UserError } from "../../terminal/errors";
import { accessWords } from "../backend/orphaned-stacks";
import { isStopped } from "../backend/pulumi-command";
import type { Confirmation } from "./confirmations";
import { dependentsLeft } from "./dependents-left";
import { emptiedFiles } from "./emptied-files";
import { keysThatGo } from "./keys-that-go";
import { rolesOfReaders } from "./narrowed-stacks";
import type { PlannedRun } from "./planned-run";
import { policiesOfOthers } from "./policies-of-others";
import { formersThatGo, secretsThatGo } from "./secrets-that-go";
import { emptiedStacks } from "./stacks-to-empty";

type Finder = (run: PlannedRun) => Promise<Confirmation[]>;

/** Each finds where more readers lose their access than somebody may have meant. */
const BEFORE_REMOVALS: readonly Finder[] = [emptiedStacks, emptiedFiles, readersOfTakenStacks];

/** What each looks for costs a value, or replaces what others deployed. No access that goes waits for the answer. */
const AFTER_REMOVALS: readonly Finder[] = [
  policiesOfOthers,
  secretsThatGo,
  dependentsLeft,
  formersThatGo,
  keysThatGo,
];

/** What somebody must confirm by name before a run begins. */
interface NeededConfirmations {
  /** Before any access is removed. */
  first: Confirmation[];
  /** Once the access is removed that the inventory does not grant. */
  later: Confirmation[];
  /** Why it is not known what must be confirmed: the run must not begin. */
  unknown: string[];
}

export async function neededConfirmations(run: PlannedRun): Promise<NeededConfirmations> {
  const unknown: string[] = [];
  const toldWhy = (error: unknown): Confirmation[] => {
    if (!(error instanceof UserError) || isStopped(error)) throw error;
    unknown.push(error.message);
    return [];
  };
  const found = (finders: readonly Finder[]) =>
    Promise.all(finders.map((find) => find(run).catch(toldWhy)));
  const [first, later] = await Promise.all([found(BEFORE_REMOVALS), found(AFTER_REMOVALS)]);
  return { first: first.flat(), later: later.flat(), unknown };
}

/** Accesses that a question names. */
const MOST_NAMED = 20;

/** Whose access ends with a take-over of a stack that another inventory deployed. */
async function readersOfTakenStacks(run: PlannedRun): Promise<Confirmation[]> {
  const { held, operation, stacks, stateOf, takenOver, zone } = run;
  if (operation !== "up") return [];
  const taken = stacks.filter(({ name }) => takenOver.includes(name) && held.has(name));
  const roles = taken.length > 0 ? await rolesOfReaders(run) : undefined;
  const found = await Promise.all(
    taken.map(async ({ name }): Promise<Confirmation[]> => {
      const { resources } = await stateOf(name);
      const record = recordIn(resources, zone);
      const ending = accessRemovals(name, resources, zone, roles).map((one) => accessWords(one));
      if (!record || record.inventory === zone.id || ending.length === 0) return [];
      const more = ending.length > MOST_NAMED ? [`and ${ending.length - MOST_NAMED} more`] : [];
      const lines = [...ending.slice(0, MOST_NAMED), ...more].map((one) => `\n  ${one}`);
      const says = `stack ${name} is taken from the inventory with the id ${record.inventory}, and this one does not grant what its readers have; this access would end:${lines.join("")}`;
      const ways = {
        keep: "to keep it, declare these readers and what they read in this inventory",
        remove: "to end it",
      };
      return [{ option: "yes-remove", name, says, ways }];
    }),
  );
  return found.flat();
}
