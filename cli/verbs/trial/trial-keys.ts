import type { KMS } from "@aws-sdk/client-kms";

import type { AccountAccess } from "../../aws/account-access";
import { awsFailure, isError } from "../../aws/aws-error";
import { TRIAL_TAG, type TrialNames } from "./names";
import type { TrialAnswer } from "./shape";

/** The least time after which AWS deletes a key. In days. */
export const KEY_DAYS = 7;

const DAY = 24 * 3_600_000;

/** Keys of a trial that AWS is going to delete, and those of which nobody could say so. */
export interface ScheduledKeys {
  going: TrialAnswer["keys"];
  left: { kind: "key"; name: string; reason: string }[];
}

/** Schedules the deletion of a trial's keys in an account for the earliest day, and removes their aliases. */
export async function scheduleKeys(
  access: AccountAccess,
  names: Pick<TrialNames, "id" | "name">,
): Promise<ScheduledKeys> {
  const { KMS, paginateListKeys } = await import("@aws-sdk/client-kms");
  const kms = new KMS(access);
  const keys: ScheduledKeys = { going: [], left: [] };
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyArn = "", KeyId = "" } of Keys) {
      try {
        if (!(await isOurs(kms, KeyId, names))) continue;
        const deletion = await schedule(kms, KeyId);
        keys.going.push({ arn: KeyArn, deletion: deletion.toISOString() });
      } catch (error) {
        if (isError(error, "NotFoundException")) continue;
        const { message } = awsFailure(
          error,
          "it could not be told whether the trial made it, or it could not be deleted",
          undefined,
        );
        keys.left.push({ kind: "key", name: KeyArn, reason: message });
      }
    }
  }
  return keys;
}

/** Whether the trial made a key: by its tags; where these may not be read, by its aliases. A key without either is an error. */
async function isOurs(
  kms: KMS,
  KeyId: string,
  { id, name }: Pick<TrialNames, "id" | "name">,
): Promise<boolean> {
  try {
    const { Tags = [] } = await kms.listResourceTags({ KeyId });
    return Tags.some(({ TagKey, TagValue }) => TagKey === TRIAL_TAG && TagValue === id);
  } catch (error) {
    if (!isError(error, "AccessDeniedException")) throw error;
    const aliases = await aliasesOf(kms, KeyId);
    if (aliases.length === 0) throw error;
    return aliases.some((one) => one === `alias/${name}` || one.startsWith(`alias/${name}-`));
  }
}

/** The aliases of a key, from the list of all: the policy of the key cannot forbid that list. */
async function aliasesOf(client: KMS, KeyId: string): Promise<string[]> {
  const { paginateListAliases } = await import("@aws-sdk/client-kms");
  const found: string[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    for (const { AliasName = "", TargetKeyId } of Aliases) {
      if (TargetKeyId === KeyId) found.push(AliasName);
    }
  }
  return found;
}

async function schedule(kms: KMS, KeyId: string): Promise<Date> {
  const { KeyMetadata } = await kms.describeKey({ KeyId });
  const { DeletionDate, KeyState } = KeyMetadata ?? {};
  const earliest = new Date(Date.now() + KEY_DAYS * DAY);
  if (KeyState === "PendingDeletion" && DeletionDate) {
    if (DeletionDate.getTime() < earliest.getTime() + DAY) return DeletionDate;
    await kms.cancelKeyDeletion({ KeyId });
  }
  const { Aliases = [] } = await kms.listAliases({ KeyId });
  for (const { AliasName } of Aliases) await kms.deleteAlias({ AliasName });
  const scheduled = await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: KEY_DAYS });
  return scheduled.DeletionDate ?? earliest;
}
