import { randomInt } from "node:crypto";

import { formatArn } from "iam-proof/names";
import type { Call } from "../../wire/messages/operation";

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** ARN of a new secret of the caller's account: its name, a hyphen and six random characters. */
export function newSecretArn(call: Call, name: string): string {
  const suffix = Array.from({ length: 6 }, () => CHARACTERS[randomInt(CHARACTERS.length)]);
  return secretArn(call, `${name}-${suffix.join("")}`);
}

/** ARN of a secret of the caller's account, by the part behind `secret:`. */
export function secretArn({ caller, region }: Call, name: string): string {
  const { partition, account } = caller;
  return formatArn({
    partition,
    service: "secretsmanager",
    region,
    account,
    resource: `secret:${name}`,
  });
}

/** ARN of a secret's replica in another Region. */
export function replicaArn(
  { arn, region }: { arn: string; region: string },
  other: string,
): string {
  return arn.replace(`:${region}:`, `:${other}:`);
}
