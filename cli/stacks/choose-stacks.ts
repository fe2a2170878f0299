import type { PlannedStack } from "../../stacks/stack-plan";
import { UserError } from "../terminal/errors";

/** Names that an error lists. */
const MOST_NAMES = 20;

/**
 * The stacks that `only` names (a star stands for any characters) and whose account `account` names, in the plan's order.
 * A name that fits none is a `UserError`.
 */
export function chooseStacks(
  stacks: readonly PlannedStack[],
  { account, only }: { account?: readonly string[]; only?: readonly string[] },
): PlannedStack[] {
  const patterns = only?.map((pattern) => ({ pattern, ...matcher(pattern) }));
  for (const { matches, pattern } of patterns ?? []) {
    const names = stacks.map(({ name }) => name);
    if (!names.some(matches)) throw unknown("--only", "a stack", pattern, names);
  }
  const accounts = [...new Set(stacks.map((stack) => stack.account.name))];
  for (const name of account ?? []) {
    if (!accounts.includes(name)) {
      throw unknown("--account", "an account with stacks", name, accounts);
    }
  }
  const chosen = stacks.filter(
    (stack) =>
      (!patterns || patterns.some(({ matches }) => matches(stack.name))) &&
      (!account || account.includes(stack.account.name)),
  );
  if (chosen.length > 0) return chosen;
  throw new UserError(
    stacks.length === 0 ? NO_STACK : "--only and --account must leave a stack, got none",
  );
}

const NO_STACK =
  "the inventory must lead to a stack, got none: declare a cluster, a secret or a reader; to take away what it deployed before, run eks-pod-secrets destroy with the inventory as it was";

function matcher(pattern: string): { matches: (name: string) => boolean } {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`);
  return { matches: (name) => expression.test(name) };
}

function unknown(option: string, what: string, got: string, known: string[]): UserError {
  const list = known.slice(0, MOST_NAMES).join(", ");
  const more = known.length > MOST_NAMES ? ` and ${known.length - MOST_NAMES} more` : "";
  return new UserError(`${option} must name ${what} (${list}${more}), got "${got}"`);
}
