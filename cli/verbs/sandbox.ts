import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../terminal/errors";
import { fileOfPackage, installLine, packageDirectory } from "../terminal/package-directory";
import { Verb } from "../terminal/verb";

const SANDBOX = "@eks-pod-secrets/sandbox";

const EXAMPLES = `
Examples:
  $ eks-pod-secrets sandbox start
  $ eks-pod-secrets sandbox exec --account 111111111111 -- aws secretsmanager list-secrets
  $ eks-pod-secrets sandbox env --help`;

export function command(): Verb {
  return new Verb("sandbox", "AWS accounts and a cluster on this machine, to try things in")
    .description(
      "Accounts and an EKS cluster on this machine, as a stand-in for AWS. In its own package, @eks-pod-secrets/sandbox.",
    )
    .argument(
      "<words...>",
      "start, stop, status, env, exec, remount or destroy, and their arguments",
    )
    .ending(EXAMPLES)
    .passThroughOptions()
    .action(runSandbox);
}

async function runSandbox(words: string[]): Promise<void> {
  const ofCheckout = join(packageDirectory(), "bin", "sandbox", "command", "main.js");
  const file = existsSync(ofCheckout) ? ofCheckout : fileOfPackage(SANDBOX);
  if (file === undefined) {
    throw new UserError(
      `the sandbox is in the package ${SANDBOX}, which is not installed here: ${installLine(SANDBOX)}`,
    );
  }
  const sandbox: { runSandbox(words: readonly string[]): Promise<void> } = require(file);
  await sandbox.runSandbox(words);
}
