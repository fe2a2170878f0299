import { UserError } from "../../terminal/errors";
import { count } from "../../terminal/output";
import type { StacksAnswer } from "../run/stacks-shape";

/** Options of verbs that leave stacks out. */
export const CHANGED = [
  "--changed",
  "only the stacks that would do something else than at their last run that came to its\nend: of the inventory, the program, its providers, what they read or what they hold,\nsomething has changed. Reads the state of each stack; does not look for changes by hand",
] as const;

export const SINCE = [
  "--since <REVISION>",
  "with --changed: compare the inventory with this Git revision, and read only the states\nof stacks that it makes differ. Not for after put, revoke, or a run that failed",
] as const;

/** The values of these options. */
export interface ChangedOptions {
  changed?: true;
  since?: string;
  refresh?: true;
}

/** Throws a `UserError` for options that make no sense together. */
export function requireFitting({ changed, refresh, since }: ChangedOptions): void {
  if (since !== undefined && !changed) {
    throw new UserError("--since REVISION must be given with --changed, which it narrows");
  }
  if (changed && refresh) {
    throw new UserError(
      "--changed and --refresh must not be given together: --refresh looks for changes by hand, and --changed leaves out the stacks that only those concern; run eks-pod-secrets up --refresh",
    );
  }
}

/** Says what a comparison with a revision does not see. */
export function blindWords(revision: string): string {
  return `--since ${revision} sees changes of the inventory alone, and takes all other stacks for deployed: after put, revoke, a run that failed, or a new version of a program, run eks-pod-secrets up --changed`;
}

/** Says how much was left out, and how many states were read to find out. */
export function leftOutWords({
  leftOut,
  since,
  statesRead,
}: NonNullable<StacksAnswer["changed"]>): string {
  const than = since === undefined ? "at their last run" : `at ${since}`;
  return `left out: ${count(leftOut, "stack")}, for which nothing is another than ${than}; ${count(statesRead, "state")} read`;
}
