import { formatArn, parseArn } from "../../../sdk/rules/arn";
import { AwsError } from "../../wire/messages/operation";
import type { KeyRecord } from "./key-record";
import { findAlias, findKey } from "./key-record";
import type { KeyUse, KmsContext } from "./kms-context";
import { ensureManagedKey } from "./managed-key";

/** A key, and the alias by which the caller named it. */
export interface ResolvedKey {
  key: KeyRecord;
  alias?: string;
}

/**
 * Finds the key that a `KeyId` names: a key id or alias name of the caller's account, or the ARN of either, which
 * may be another account's. Throws `NotFoundException`.
 */
export function resolveKey(kms: KmsContext, use: KeyUse, keyId: string): ResolvedKey {
  const { call } = use;
  const arn = parseArn(keyId);
  if (keyId.startsWith("arn:") && arn?.service !== "kms") {
    throw new AwsError("InvalidArnException", `${keyId} is not the ARN of a key or alias`);
  }
  if (arn && arn.region !== call.region) {
    throw new AwsError("NotFoundException", `Invalid arn ${arn.region}`);
  }
  const account = arn?.account ?? call.caller.account;
  const name = arn?.resource ?? keyId;
  if (name.startsWith("alias/")) return resolveAlias(kms, use, account, name);
  return {
    key: requireKey(kms, use, account, arn ? name.replace(/^key\//, "") : name),
  };
}

function resolveAlias(kms: KmsContext, use: KeyUse, account: string, name: string): ResolvedKey {
  const { call } = use;
  if (account === call.caller.account) {
    const managed = ensureManagedKey(kms, call, name);
    if (managed) return { key: managed, alias: name };
  }
  const alias = findAlias(kms.store, account, call.region, name);
  const key = alias && findKey(kms.store, call, account, call.region, alias.keyId);
  if (!key) {
    const arn = kmsArn(use, account, name);
    throw new AwsError("NotFoundException", `Alias ${arn} is not found.`);
  }
  return { key, alias: name };
}

function requireKey(kms: KmsContext, use: KeyUse, account: string, id: string): KeyRecord {
  const key = findKey(kms.store, use.call, account, use.call.region, id);
  if (!key) {
    const arn = kmsArn(use, account, `key/${id}`);
    throw new AwsError("NotFoundException", `Key '${arn}' does not exist`);
  }
  return key;
}

/** ARN of a KMS resource in the call's Region. */
export function kmsArn({ call }: KeyUse, account: string, resource: string): string {
  const { region, caller } = call;
  return formatArn({ partition: caller.partition, service: "kms", region, account, resource });
}
