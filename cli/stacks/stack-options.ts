import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { PlannedStack } from "../../stacks/stack-plan";
import { DEFAULT_INVENTORY } from "../inventory/inventory-file";
import { UserError } from "../terminal/errors";
import { firstOf } from "../terminal/printed-text";

/** Which stacks of which inventory a verb is about, and how many of them at once. */
export interface StackOptions {
  inventory: string;
  only?: string[];
  account?: string[];
  parallel: number;
}

/** Adds these options to a verb. */
export function withStackOptions<Any extends Command>(command: Any): Any {
  return command
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--only <STACK...>", "only these stacks; * stands for any characters")
    .option("--account <NAME...>", "only stacks of these accounts")
    .addOption(
      new Option("--parallel <N>", "how many stacks run at once")
        .argParser(positive)
        .default(availableParallelism(), "the processors of this machine"),
    );
}

/** Where the engine comes from, and whose credentials it has. */
export const STACK_NEEDS = `Needs the Pulumi CLI in PATH. Uses the deployRole or profile that the inventory gives each account. Without
them it uses the credentials of the environment, or the AWS profile with the account's name.`;

function positive(text: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("it must be 1 to 999.");
}

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
  return new UserError(`${option} must name ${what} (${firstOf(known, MOST_NAMES)}), got "${got}"`);
}
