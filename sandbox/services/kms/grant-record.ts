import type { KeyGrantDocuments, NamedPolicy } from "iam-proof";
import { grantPolicies } from "iam-proof/domain";
import { parseArn } from "iam-proof/names";
import type { Store, StoreKey } from "../../store/store";
import type { KeyRecord } from "./key-record";

/** A grant as it is stored: below `["kms-grant", account, region, keyId, grantId]`. */
export interface GrantRecord extends KeyGrantDocuments {
  grantId: string;
  keyArn: string;
  name?: string;
  created: Date;
  /** Account of whoever made it. */
  issuingAccount: string;
  /** The grantee, or who may retire it, is a service. */
  isForService: boolean;
  isRetiredByService: boolean;
}

/** Where a grant of a key is stored. */
export function grantKey({ account, region, keyId }: KeyRecord, grantId: string): StoreKey {
  return ["kms-grant", account, region, keyId, grantId];
}

/** A grant by the ARN of its key and its id. */
export function findGrant(
  store: Store,
  { keyArn, grantId }: Pick<GrantRecord, "keyArn" | "grantId">,
): GrantRecord | undefined {
  const arn = parseArn(keyArn);
  if (!arn) return undefined;
  const keyId = arn.resource.replace(/^key\//, "");
  return store.get(["kms-grant", arn.account, arn.region, keyId, grantId]);
}

/** The grants of a key, in the order of their ids. */
export function grantsOf(store: Store, { account, region, keyId }: KeyRecord): GrantRecord[] {
  return store.values<GrantRecord>(["kms-grant", account, region, keyId]);
}

/** What these grants of a key allow, as policies; of who is gone they name the unique id. */
export function policiesOfGrants(key: KeyRecord, grants: GrantRecord[]): NamedPolicy[] {
  return grantPolicies({ arn: key.arn, grants });
}
