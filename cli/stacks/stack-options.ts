import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";

import { DEFAULT_INVENTORY } from "../inventory/inventory-file";

/** Which stacks of which inventory a verb is about, and how many of them at once. */
export interface StackOptions {
  inventory: string;
  only?: string[];
  account?: string[];
  parallel: number;
}

/** Adds these options to a verb. */
export function withStackOptions(command: Command): Command {
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
