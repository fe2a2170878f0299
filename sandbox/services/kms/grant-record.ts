import type { KeyGrantDocuments, NamedPolicy } from "iam-proof";
import { grantPolicies } from "iam-proof/domain";
import { parseArn } from "iam-proof/names";
import type { Store, StoreKey } from "../../store/store";
import { AwsError } from "../../wire/messages";
import type { KeyRecord } from "./key-record";
import type { KmsRequest } from "./kms-context";

/** A grant as it is stored: below `["kms-grant", account, region, keyId, grantId]`. */
export interface GrantRecord extends KeyGrantDocuments {
  grantId: string;
  keyArn: string;
  name?: string;
  created: Date;
  issuingAccount: string;
  isForService: boolean;
  isRetiredByService: boolean;
}

export function grantKey({ account, region, keyId }: KeyRecord, grantId: string): StoreKey {
  return ["kms-grant", account, region, keyId, grantId];
}

function findGrant(
  store: Store,
  { keyArn, grantId }: Pick<GrantRecord, "keyArn" | "grantId">,
): GrantRecord | undefined {
  const arn = parseArn(keyArn);
  if (!arn) return undefined;
  const keyId = arn.resource.replace(/^key\//, "");
  return store.get(["kms-grant", arn.account, arn.region, keyId, grantId]);
}

export function grantsOf(store: Store, { account, region, keyId }: KeyRecord): GrantRecord[] {
  return store.values<GrantRecord>(["kms-grant", account, region, keyId]);
}

/** What these grants of a key allow, as policies. They name a deleted principal by its unique ID. */
export function policiesOfGrants(key: KeyRecord, grants: GrantRecord[]): NamedPolicy[] {
  return grantPolicies({ arn: key.arn, grants });
}

type NamedGrant = Pick<GrantRecord, "grantId" | "keyArn">;

export function grantToken({ keyArn, grantId }: NamedGrant): string {
  return Buffer.from(`${keyArn} ${grantId}`).toString("base64url");
}

/** Reads a grant's token. Throws `InvalidGrantTokenException` for another text. */
export function readGrantToken(token: string): NamedGrant {
  const [keyArn, grantId] = Buffer.from(token, "base64url").toString().split(" ");
  if (!keyArn || !grantId) throw new AwsError("InvalidGrantTokenException", "no such grant token");
  return { keyArn, grantId };
}

/** A grant works at once in the sandbox, so its token adds nothing. It must only be valid. */
export function checkGrantTokens({ platform, input }: KmsRequest): void {
  for (const token of input.optionalTexts("GrantTokens", { max: 10 }) ?? []) {
    if (!findGrant(platform.store, readGrantToken(token))) {
      throw new AwsError("InvalidGrantTokenException", "no grant has this grant token");
    }
  }
}
