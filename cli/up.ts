import { stacksCommand } from "./stacks/stacks-verb";

/** `up`: deploy the stacks of an inventory. */
export function command() {
  return stacksCommand({
    operation: "up",
    summary: "deploy the stacks, in order and in parallel",
    description:
      "Deploys the stacks of an inventory, each after those that it depends on, by the programs that\n" +
      "pulumi up runs; stacks that do not exist are created.",
    verb: "Deploy",
    examples: `  $ eks-pod-secrets up
  $ eks-pod-secrets up --only '*.cluster' '*.secrets' --yes   # before values are put
  $ eks-pod-secrets up --account shop --parallel 4 --yes --json`,
  });
}
