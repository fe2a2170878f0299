import { keyArn } from "./arn-rules";
import type { NumberRule, TextRule } from "./rule";

/** Days a deleted secret stays restorable: none, or a week to a month. */
export const recoveryDays = [0, ...Array.from({ length: 24 }, (_, index) => index + 7)];

/** How many, where nobody says it: as many as AWS takes. */
export const DEFAULT_RECOVERY_DAYS = 30;

/** Follows `must be` in messages. */
export const recoveryDaysInWords = "0, or 7 to 30";

/** Days until a key scheduled for deletion is gone. */
export const deletionWindow: NumberRule = { least: 7, most: 30 };

/** Days between rotations of a secret. */
export const rotationDays: NumberRule = { least: 1, most: 1000 };

/** Days that a secret which was renamed or moved stays once the new one has its value. */
export const keepDays: NumberRule = { least: 0, most: 365 };

/** As messages say why a customer managed key is needed. Nobody can change the policy of an AWS managed key. */
export const managedKeyServesOneAccount = "the AWS managed key serves one account only";

/** Whether a reader can decrypt what an owner keeps under this key; without one, it is under the AWS managed key. */
export function canDecrypt(reader: string, owner: string, key: unknown): boolean {
  return reader === owner || key !== undefined;
}

/** Name of an alias, without `alias/`, of a customer managed key. */
export const keyAlias: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9/_-]{1,250}$/,
  must: "at most 250 letters, digits and characters of /_-, not beginning with alias/ or aws/",
};

/** What the aliases of several keys begin with. Room is left for a hyphen and the number of a shard. */
export const keyAliasStart: TextRule = {
  pattern: /^(?!alias\/|aws\/)[A-Za-z0-9_-][A-Za-z0-9/_-]{0,244}$/,
  must: "the beginning of aliases, without alias/: at most 245 letters, digits and characters of /_-",
};

/** A key as an inventory names it. */
export const keyReference: TextRule = {
  pattern: new RegExp(`${keyAlias.pattern.source}|${keyArn.pattern.source}`),
  must: "the alias of a customer managed key without alias/, or the ARN of a key that exists",
  advice: "leave key out for the AWS managed key",
};
