import { stacksCommand } from "../stacks/stacks-verb";

/** `refresh`: update the stacks' states from the accounts. */
export function command() {
  return stacksCommand({
    operation: "refresh",
    summary: "read what the accounts hold into the stacks' state",
    description:
      "Reads what the accounts hold into the state of the stacks, and changes nothing in the accounts.\n" +
      "The next up then undoes what was changed by hand.",
    verb: "Refresh",
    yes: "refresh without asking",
    examples: `  $ eks-pod-secrets refresh --yes
  $ eks-pod-secrets refresh --account shop`,
  });
}
