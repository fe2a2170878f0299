import { accountTitle, type LandingZone, type ResolvedSecret } from "eks-pod-secrets/grant";
import * as z from "zod";
import { stackName } from "../../../stacks/stack-plan";
import { awsFailure } from "../../aws/aws-error";
import { podsShape } from "../../doctor/walk/pods-shape";
import { waitOption } from "../../doctor/walk/wait-option";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import type { Restoration } from "../../stacks/interrupted-run/with-secret";
import { object, text } from "../../terminal/answer-shapes";
import { UserError } from "../../terminal/errors";
import { answerWith } from "../../terminal/output";
import { toldWork } from "../../terminal/progress-bar";
import { Verb } from "../../terminal/verb";
import type { FoundSecret } from "./find-secret";

interface RestoreOptions {
  inventory: string;
  wait?: number;
  json?: true;
}

/** `restore`: take back a deleted secret with its value. */
export function command(): Verb {
  return new Verb("restore", "restore a deleted secret, with its value")
    .description(
      "Restores a deleted secret of the inventory within its recovery window, and the key that encrypts its\n" +
        "value. Gives the secret back to its stack. up then gives it its policy and settings.",
    )
    .argument("<SECRET>", "name of a secret of the inventory")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .addOption(waitOption())
    .option("--json", "answer in JSON; eks-pod-secrets schema restore describes it")
    .ending(`
First write the secret into the inventory again. Needs the Pulumi CLI in PATH, and in the owner's account
secretsmanager:DescribeSecret and RestoreSecret. On a customer managed key it needs kms:DescribeKey, and if the key
is scheduled for deletion also kms:CancelKeyDeletion and EnableKey. After a failure or a kill run the same command again.
restore names the readers' pods that have another value, as far as the clusters may be asked. With --wait it waits
until none has. Exit code 1: some still have it; 2: not all were seen.

Examples:
  $ eks-pod-secrets restore orders/db
  $ eks-pod-secrets up --only data.secrets`)
    .action(restore);
}

async function restore(name: string, options: RestoreOptions): Promise<void> {
  const { landingZone } = await usableInventory(options.inventory);
  const secret = secretOf(landingZone, name, options.inventory);
  const answer = await restored(landingZone, secret, options.inventory);
  const { podsAfter, printPods } = await import("../../doctor/walk/old-pods.js");
  const pods = await podsAfter(landingZone, [secret], options.wait);
  answerWith({ ...answer, pods }, options, ({ account, enabledKey, region, stack }) => {
    const key = enabledKey
      ? `\nkey ${enabledKey}, which encrypts its value, was to be deleted, too, and is enabled again: once up has given the secret its key, delete the old one yourself`
      : "";
    return `secret ${name} of account ${account} (${secret.account.name}), ${region}: restored, and held by ${stack}; run eks-pod-secrets up${key}`;
  });
  if (!options.json) printPods(pods, options.wait !== undefined);
}

function secretOf(
  { externalSecrets, secrets }: LandingZone,
  name: string,
  inventory: string,
): ResolvedSecret {
  const secret = [...secrets, ...externalSecrets].find(({ id }) => id === name);
  if (!secret) {
    throw new UserError(
      `SECRET must name a secret of ${inventory}, got "${name}"; write it into the inventory again first, with its account: if the account's stack still holds it, eks-pod-secrets up is enough then`,
    );
  }
  if (secret.existingArn === undefined) return secret;
  const whose = secret.external
    ? `belongs to others, in account ${secret.account.id} (external: true), and they restore it with their inventory, or`
    : "exists, and its owner restores it";
  throw new UserError(`secret ${name} ${whose}: aws secretsmanager restore-secret`);
}

/** The stack adds the secret first: if it were restored and then forgotten, nobody could tell it from somebody else's. */
async function restored(
  zone: LandingZone,
  secret: ResolvedSecret,
  inventory: string,
): Promise<RestoreAnswer> {
  const { account, id, region } = secret;
  const [{ accountAccess }, { findSecret }, { ownersStack }] = await Promise.all([
    import("../../aws/account-access.js"),
    import("./find-secret.js"),
    import("./owners-stack.js"),
  ]);
  const work = { name: id, text: "restore secret" };
  return toldWork(work, async () => {
    try {
      const found = await findSecret(secret, await accountAccess(account, region, "restore"));
      const stack = await ownersStack(zone, secret, inventory);
      const restoration = restorationOf(secret, found, await stack.begun());
      await stack.takeIn(restoration);
      if (restoration.key && found.key?.state !== "Enabled") await found.enableKey();
      if (found.isDeleted) await found.restore();
      return {
        ...{ secret: id, account: account.id, region, arn: found.arn },
        stack: stackName(account, "secrets"),
        ...(restoration.key && { enabledKey: restoration.key }),
      };
    } catch (error) {
      throw awsFailure(error, `cannot restore secret ${id} of account ${account.id}`, undefined);
    }
  });
}

/** What to restore, or what a killed run restored. A key that somebody else has disabled is a `UserError`. */
function restorationOf(
  { account, id, region }: ResolvedSecret,
  { arn, isDeleted, key }: FoundSecret,
  begun: Restoration | undefined,
): Restoration {
  const isBegun = begun?.secret === arn;
  if (!isDeleted && !isBegun) {
    throw new UserError(
      `secret ${id} must be deleted to be restored, got one that is in ${region} of account ${accountTitle(account)}`,
    );
  }
  const isOurs = isBegun && begun.key === key?.arn;
  if (key?.state === "Disabled" && !isOurs) {
    throw new UserError(
      `the key that encrypts the value must be enabled, got ${key.arn}, which is disabled; where it is to be used again: aws kms enable-key`,
    );
  }
  const enables = key !== undefined && (key.state === "PendingDeletion" || isOurs);
  return { secret: arn, ...(enables && { key: key.arn }) };
}

/** What `restore` answers with `--json`. */
export const restoreShape = object("Answer of eks-pod-secrets restore --json.", {
  secret: text("Name within the inventory."),
  account: text("Id of the owner's account."),
  region: z.string(),
  arn: z.string(),
  stack: text("The stack that holds it again. The next up goes on with it."),
  enabledKey: text(
    "ARN of the key that encrypts its value, if the key was scheduled for deletion and is enabled again.",
  ).optional(),
  pods: podsShape.optional(),
});

type RestoreAnswer = z.infer<typeof restoreShape>;
