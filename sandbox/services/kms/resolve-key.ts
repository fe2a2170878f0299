import { formatArn, parseArn } from "iam-proof/names";
import { notFound } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages";
import { findAlias, findKey, type KeyRecord } from "./key-record";
import type { KeyUse } from "./kms-context";
import { ensureManagedKey } from "./managed-key";

export interface ResolvedKey {
  key: KeyRecord;
  alias?: string;
}

/** Finds a key by id or alias of the caller's account, or by an ARN, which may be another account's. Throws `NotFoundException`. */
export function resolveKey(use: KeyUse, keyId: string): ResolvedKey {
  const { call } = use;
  const arn = parseArn(keyId);
  if (keyId.startsWith("arn:") && arn?.service !== "kms") {
    throw new AwsError("InvalidArnException", `${keyId} is not the ARN of a key or alias`);
  }
  if (arn && arn.region !== call.region) throw notFound(`Invalid arn ${arn.region}`);
  const account = arn?.account ?? call.caller.account;
  const name = arn?.resource ?? keyId;
  if (name.startsWith("alias/")) return resolveAlias(use, account, name);
  return { key: requireKey(use, account, arn ? name.replace(/^key\//, "") : name) };
}

/** The same for operations that accept no alias. */
export function resolveKeyById(use: KeyUse, keyId: string): ResolvedKey {
  if ((parseArn(keyId)?.resource ?? keyId).startsWith("alias/")) {
    throw notFound(`Invalid keyId ${keyId}`);
  }
  return resolveKey(use, keyId);
}

function resolveAlias(use: KeyUse, account: string, name: string): ResolvedKey {
  if (account === use.call.caller.account) {
    const managed = ensureManagedKey(use, name);
    if (managed) return { key: managed, alias: name };
  }
  const alias = findAlias(use, account, name);
  const key = alias && findKey(use, account, alias.keyId);
  if (!key) throw notFound(`Alias ${kmsArn(use, account, name)} is not found.`);
  return { key, alias: name };
}

function requireKey(use: KeyUse, account: string, id: string): KeyRecord {
  const key = findKey(use, account, id);
  if (!key) throw notFound(`Key '${kmsArn(use, account, `key/${id}`)}' does not exist`);
  return key;
}

export function kmsArn({ call }: KeyUse, account: string, resource: string): string {
  const { region, caller } = call;
  return formatArn({ partition: caller.partition, service: "kms", region, account, resource });
}
