import type { LandingZone } from "../../sdk/grant";
import type { PlannedStack } from "../../stacks/stack-plan";
import type { Confirmation } from "./confirmations";
import type { Operation } from "./stack-engine";
import type { StackInBackend } from "./stacks-in-backend";
import type { StateReader } from "./state-reader";

/** A run before it begins. */
export interface PlannedRun {
  operation: Operation;
  zone: LandingZone;
  /** The stacks that it runs. */
  stacks: readonly PlannedStack[];
  /** Every stack of the project, by its name. */
  held: ReadonlyMap<string, StackInBackend>;
  /** What a stack of them holds. */
  stateOf: StateReader;
  workDir: string;
  inventory: string;
}

type Finder = (run: PlannedRun) => Promise<Confirmation[]>;

/** What each looks for costs a value or an access, or replaces what others deployed. */
const FINDERS: readonly Finder[] = [];

/** What somebody must confirm by name before a run begins. */
export async function neededConfirmations(run: PlannedRun): Promise<Confirmation[]> {
  return (await Promise.all(FINDERS.map((find) => find(run)))).flat();
}
