import { stacksCommand } from "../stacks/stacks-verb";

/** `destroy`: take down the stacks of an inventory. */
export function command() {
  return stacksCommand({
    operation: "destroy",
    summary: "take the stacks down, in reverse order",
    description:
      "Deletes everything that the stacks of an inventory hold, each after those that depend on it.\n" +
      "The stacks themselves stay, empty. Secrets stay restorable for their recovery window.",
    verb: "Destroy",
    examples: `  $ eks-pod-secrets destroy --only shop.workloads
  $ eks-pod-secrets destroy --yes`,
  });
}
