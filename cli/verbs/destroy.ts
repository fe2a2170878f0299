import { stacksCommand } from "../stacks/stacks-verb";

/** `destroy`: take down the stacks of an inventory. */
export function command() {
  return stacksCommand({
    operation: "destroy",
    summary: "take the stacks down, in reverse order",
    description:
      "Deletes everything that the stacks of an inventory hold. A stack is deleted after the stacks that depend on it.\n" +
      "The empty stacks stay. You can restore secrets within their recovery window.",
    verb: "Destroy",
    yes: "destroy without asking, also the secrets that restore can bring back;\nthe others still need --yes-remove",
    examples: `  $ eks-pod-secrets destroy --only shop.workloads
  $ eks-pod-secrets destroy --yes`,
  }).option(
    "--delete-adopted",
    "also delete what the stacks took over; by default this leaves the stacks, and stays as it is",
  );
}
