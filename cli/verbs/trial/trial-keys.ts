import type { KMS } from "@aws-sdk/client-kms";

import type { AccountAccess } from "../../aws/account-access";
import { isError } from "../../aws/aws-error";
import { TRIAL_TAG } from "./names";

/** The least time after which AWS deletes a key. In days. */
export const KEY_DAYS = 7;

const DAY = 24 * 3_600_000;

/** A key that AWS is going to delete. */
export interface GoingKey {
  arn: string;
  /** In ISO 8601. */
  deletion: string;
}

/** Schedules the deletion of a trial's keys in an account for the earliest day, and removes their aliases. */
export async function scheduleKeys(access: AccountAccess, id: string): Promise<GoingKey[]> {
  const { KMS, paginateListKeys } = await import("@aws-sdk/client-kms");
  const kms = new KMS(access);
  const going: GoingKey[] = [];
  for await (const { Keys = [] } of paginateListKeys({ client: kms }, {})) {
    for (const { KeyArn = "", KeyId = "" } of Keys) {
      if (!(await isOurs(kms, KeyId, id))) continue;
      const deletion = await schedule(kms, KeyId);
      going.push({ arn: KeyArn, deletion: deletion.toISOString() });
    }
  }
  return going;
}

async function isOurs(kms: KMS, KeyId: string, id: string): Promise<boolean> {
  try {
    const { Tags = [] } = await kms.listResourceTags({ KeyId });
    return Tags.some(({ TagKey, TagValue }) => TagKey === TRIAL_TAG && TagValue === id);
  } catch (error) {
    // A key whose policy does not let its account's administrator look is none that a trial has made.
    if (isError(error, "AccessDeniedException", "NotFoundException")) return false;
    throw error;
  }
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
