import { AwsError } from "../../wire/messages/operation";
import { findGrant, type GrantRecord } from "./grant-record";
import type { KmsRequest } from "./kms-context";

/** What a grant token names. */
type NamedGrant = Pick<GrantRecord, "grantId" | "keyArn">;

export function grantToken({ keyArn, grantId }: NamedGrant): string {
  return Buffer.from(`${keyArn} ${grantId}`).toString("base64url");
}

/** Throws `InvalidGrantTokenException` for a text that is no grant's token. */
export function readGrantToken(token: string): NamedGrant {
  const [keyArn, grantId] = Buffer.from(token, "base64url").toString().split(" ");
  if (!keyArn || !grantId) throw new AwsError("InvalidGrantTokenException", "no such grant token");
  return { keyArn, grantId };
}

/** A grant holds at once in the sandbox, so that its token adds nothing: it must only be one. */
export function checkGrantTokens({ platform, input }: KmsRequest): void {
  for (const token of input.optionalTexts("GrantTokens", { max: 10 }) ?? []) {
    if (!findGrant(platform.store, readGrantToken(token))) {
      throw new AwsError("InvalidGrantTokenException", "no grant has this grant token");
    }
  }
}
