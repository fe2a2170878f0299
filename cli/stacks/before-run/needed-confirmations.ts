import type { Confirmation } from "./confirmations";
import { dependentsLeft } from "./dependents-left";
import { formersThatGo } from "./formers-that-go";
import { keysThatGo } from "./keys-that-go";
import type { PlannedRun } from "./planned-run";
import { policiesOfOthers } from "./policies-of-others";
import { secretsThatGo } from "./secrets-that-go";
import { emptiedStacks } from "./stacks-to-empty";

type Finder = (run: PlannedRun) => Promise<Confirmation[]>;

/** What each looks for costs a value or an access, or replaces what others deployed. */
const FINDERS: readonly Finder[] = [
  policiesOfOthers,
  secretsThatGo,
  dependentsLeft,
  formersThatGo,
  keysThatGo,
  emptiedStacks,
];

/** What somebody must confirm by name before a run begins. */
export async function neededConfirmations(run: PlannedRun): Promise<Confirmation[]> {
  return (await Promise.all(FINDERS.map((find) => find(run)))).flat();
}
