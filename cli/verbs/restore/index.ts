import { Command } from "commander";

import type { LandingZone, ResolvedSecret } from "../../../sdk/grant";
import { stackName } from "../../../stacks/stack-plan";
import { awsFailure } from "../../aws/aws-error";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { print, printJson } from "../../terminal/output";
import type { RestoreAnswer } from "./shape";

interface RestoreOptions {
  inventory: string;
  json?: true;
}

/** `restore`: take back a deleted secret with its value. */
export function command(): Command {
  return new Command("restore")
    .summary("restore a deleted secret, with its value")
    .description(
      "Restores a deleted secret of the inventory within its recovery window, and the key that encrypts its\n" +
        "value. Gives the secret back to its stack. up then gives it its policy and settings.",
    )
    .argument("<SECRET>", "name of a secret of the inventory")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--json", "answer in JSON; eks-pod-secrets schema restore describes it")
    .addHelpText(
      "after",
      `
First write the secret into the inventory again. Needs the Pulumi CLI in PATH, and in the owner's account
secretsmanager:DescribeSecret and RestoreSecret. On a customer managed key it needs kms:DescribeKey, and if the key
is scheduled for deletion also kms:CancelKeyDeletion and EnableKey. After a failure or a kill run the same command again.

Examples:
  $ eks-pod-secrets restore orders/db
  $ eks-pod-secrets up --only data.secrets`,
    )
    .action(restore);
}

async function restore(name: string, options: RestoreOptions): Promise<void> {
  const { landingZone } = await usableInventory(options.inventory);
  const secret = secretOf(landingZone, name, options.inventory);
  const answer = await restored(landingZone, secret, options.inventory);
  if (options.json) return printJson(answer);
  const { account, enabledKey, region, stack } = answer;
  const key = enabledKey
    ? `\nkey ${enabledKey}, which encrypts its value, was to be deleted, too, and is enabled again: once up has given the secret its key, delete the old one yourself`
    : "";
  print(
    `secret ${name} of account ${account} (${secret.account.name}), ${region}: restored, and held by ${stack}; run eks-pod-secrets up${key}`,
  );
}

function secretOf({ secrets }: LandingZone, name: string, inventory: string): ResolvedSecret {
  const secret = secrets.find(({ id }) => id === name);
  if (!secret) {
    throw new UserError(
      `SECRET must name a secret of ${inventory}, got "${name}"; write it into the inventory again first`,
    );
  }
  if (secret.existingArn === undefined) return secret;
  throw new UserError(
    `secret ${name} exists, and its owner restores it: aws secretsmanager restore-secret`,
  );
}

/** The stack takes it in first: were it restored, and then forgotten, nobody could tell it from another's. */
async function restored(
  zone: LandingZone,
  secret: ResolvedSecret,
  inventory: string,
): Promise<RestoreAnswer> {
  const { account, id, region } = secret;
  const [{ accountAccess }, { deletedSecret }, { takeIn }] = await Promise.all([
    import("../../aws/account-access.js"),
    import("./deleted-secret.js"),
    import("./take-in.js"),
  ]);
  try {
    const deleted = await deletedSecret(secret, await accountAccess(account, region, "restore"));
    await takeIn(zone, secret, deleted.arn, inventory);
    const enabledKey = await deleted.enableKey();
    await deleted.restore();
    const stack = stackName(account, "secrets");
    const place = { secret: id, account: account.id, region, arn: deleted.arn, stack };
    return { ...place, ...(enabledKey && { enabledKey }) };
  } catch (error) {
    throw awsFailure(error, `cannot restore secret ${id} of account ${account.id}`, undefined);
  }
}
