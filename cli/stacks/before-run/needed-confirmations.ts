import { UserError } from "../../terminal/errors";
import { isStopped } from "../backend/pulumi-command";
import type { Confirmation } from "./confirmations";
import { dependentsLeft } from "./dependents-left";
import { emptiedFiles } from "./emptied-files";
import { formersThatGo } from "./formers-that-go";
import { keysThatGo } from "./keys-that-go";
import type { PlannedRun } from "./planned-run";
import { policiesOfOthers } from "./policies-of-others";
import { readersOfTakenStacks } from "./readers-of-taken-stacks";
import { secretsThatGo } from "./secrets-that-go";
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
export interface NeededConfirmations {
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
