import { InvalidArgumentError, Option } from "commander";

import { stacksCommand } from "../stacks/stacks-verb";

const NAMED = ["default", "passphrase"];
const SCHEMES = ["awskms", "azurekeyvault", "gcpkms", "hashivault"];

/** `up`: deploy the stacks of an inventory. */
export function command() {
  return stacksCommand({
    operation: "up",
    summary: "deploy the stacks, in order and in parallel",
    description:
      "Deploys the stacks of an inventory, each after those that it depends on, by the programs that\n" +
      "pulumi up runs; stacks that do not exist are created. eks-pod-secrets preview shows beforehand what changes.\n" +
      "Access that the inventory does not grant any more is removed first, whatever becomes of the stacks.",
    verb: "Deploy",
    examples: `  $ eks-pod-secrets up
  $ eks-pod-secrets up --only '*.cluster' '*.secrets' --yes   # before values are put
  $ eks-pod-secrets up --account shop --parallel 4 --yes --json
  $ eks-pod-secrets up --refresh --yes                        # undo what was changed by hand
  $ eks-pod-secrets up --secrets-provider 'awskms://alias/pulumi?region=eu-central-1'`,
  })
    .option(
      "--refresh",
      "read first what the accounts hold, and put right what was changed by hand",
    )
    .addOption(
      new Option(
        "--secrets-provider <URL>",
        "what Pulumi encrypts secrets in the state of stacks that are new with: default,\npassphrase, or the URL of a key; others keep theirs (default: the backend's)",
      ).argParser(parseSecretsProvider),
    );
}

/** What a stack's secrets are encrypted with, as `pulumi stack init --secrets-provider` takes it. */
function parseSecretsProvider(text: string): string {
  const scheme = /^([a-z]+):\/\/./.exec(text)?.[1] ?? "";
  if (NAMED.includes(text) || SCHEMES.includes(scheme)) return text;
  throw new InvalidArgumentError(
    `it must be ${NAMED.join(", ")} or the URL of a key, as in awskms://alias/pulumi?region=eu-central-1 (${SCHEMES.join(", ")}).`,
  );
}
