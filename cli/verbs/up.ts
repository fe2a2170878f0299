import { InvalidArgumentError, Option } from "commander";
import { CHANGED, SINCE } from "../stacks/changed/changed-words";
import { stacksCommand } from "../stacks/stacks-verb";

const NAMED = ["default", "passphrase"];
const SCHEMES = ["awskms", "azurekeyvault", "gcpkms", "hashivault"];

/** `up`: deploy the stacks of an inventory. */
export function command() {
  return stacksCommand({
    operation: "up",
    summary: "deploy the stacks, in order and in parallel",
    description:
      "Deploys the stacks of an inventory, each after the stacks that it depends on. Runs the same programs as\n" +
      "pulumi up, and creates stacks that do not exist. eks-pod-secrets preview shows beforehand what changes.\n" +
      "First removes the access that the inventory no longer grants, even if a stack then fails.",
    verb: "Deploy",
    yes: "deploy without asking; what would be lost still needs --yes-remove",
    examples: `  $ eks-pod-secrets up
  $ eks-pod-secrets up --only '*.cluster' '*.secrets' --yes   # before values are put
  $ eks-pod-secrets up --account shop --parallel 4 --yes --json
  $ eks-pod-secrets up --refresh --yes                        # undo what was changed by hand
  $ eks-pod-secrets up --changed --yes                        # after put, revoke, or any change
  $ eks-pod-secrets up --changed --since origin/main~1 --yes  # after a change of the inventory alone
  $ eks-pod-secrets up --secrets-provider 'awskms://alias/pulumi?region=eu-central-1'`,
  })
    .option("--refresh", "first read what the accounts hold, and undo changes by hand")
    .option(...CHANGED)
    .option(...SINCE)
    .addOption(
      new Option(
        "--secrets-provider <URL>",
        "how Pulumi encrypts secrets in the state of new stacks: default, passphrase, or the\nURL of a key; existing stacks keep their way (default: the backend's)",
      )
        .env("EKS_POD_SECRETS_SECRETS_PROVIDER")
        .argParser(parseSecretsProvider),
    );
}

/** A secrets provider, as `pulumi stack init --secrets-provider` accepts it. */
function parseSecretsProvider(text: string): string {
  const scheme = /^([a-z]+):\/\/./.exec(text)?.[1] ?? "";
  if (NAMED.includes(text) || SCHEMES.includes(scheme)) return text;
  throw new InvalidArgumentError(
    `it must be ${NAMED.join(", ")} or the URL of a key, as in awskms://alias/pulumi?region=eu-central-1 (${SCHEMES.join(", ")}).`,
  );
}
