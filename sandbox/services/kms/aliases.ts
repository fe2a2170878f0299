import { IDENTIFIER, type Input } from "../../operations/input/input";
import { alreadyExists, notFound, validationException } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages";
import { authoriseCaller, authoriseKey } from "./authorise-key";
import {
  type AliasRecord,
  findAlias,
  findKey,
  type KeyRecord,
  putAlias,
  putKey,
  requireNotPendingDeletion,
} from "./key-record";
import type { KeyUse, KmsRequest } from "./kms-context";
import { kmsArn, resolveKey } from "./resolve-key";

export function createAlias(request: KmsRequest) {
  const { platform, call, input } = request;
  platform.store.transaction((writer) => {
    const name = readAliasName(input);
    if (name.startsWith("alias/aws/")) {
      throw new AwsError("NotAuthorizedException", "alias/aws/ is kept for AWS managed keys");
    }
    const target = authorisedTarget(request, name);
    const existing = findAlias(request, call.caller.account, name);
    if (existing && aliasedKey(request, existing)) {
      throw alreadyExists(`An alias with the name ${existing.arn} already exists`);
    }
    putAlias(writer, call, name, target);
  });
}

export function updateAlias(request: KmsRequest) {
  const { platform, call, input, action } = request;
  platform.store.transaction((writer) => {
    const name = readAliasName(input);
    const { alias, key } = requireAlias(request, name);
    authoriseKey(request, action, { key });
    const target = authorisedTarget(request, name);
    if (target.keyId === key.keyId) return;
    putKey(writer, withoutAlias(key, name));
    putAlias(writer, call, name, target, alias.created);
  });
}

export function deleteAlias(request: KmsRequest) {
  const { platform, call, input, action } = request;
  platform.store.transaction((writer) => {
    const name = readAliasName(input);
    const { key } = requireAlias(request, name);
    const { account } = call.caller;
    authoriseCaller(request, action, kmsArn(request, account, name));
    authoriseKey(request, action, { key });
    writer.remove(["kms-alias", account, call.region, name]);
    putKey(writer, withoutAlias(key, name));
  });
}

function authorisedTarget(request: KmsRequest, name: string): KeyRecord {
  const { call, input, action } = request;
  const target = resolveKey(request, input.text("TargetKeyId", IDENTIFIER));
  if (target.alias !== undefined) {
    throw validationException("Aliases must refer to keys. Not aliases");
  }
  authoriseCaller(request, action, kmsArn(request, call.caller.account, name));
  authoriseKey(request, action, target);
  requireNotPendingDeletion(target.key);
  return target.key;
}

function requireAlias(request: KeyUse, name: string): { alias: AliasRecord; key: KeyRecord } {
  const { account } = request.call.caller;
  const alias = findAlias(request, account, name);
  const key = alias && aliasedKey(request, alias);
  if (!alias || !key) throw notFound(`Alias ${kmsArn(request, account, name)} is not found.`);
  return { alias, key };
}

function aliasedKey(use: KeyUse, alias: AliasRecord) {
  return findKey(use, use.call.caller.account, alias.keyId);
}

function withoutAlias(key: KeyRecord, name: string): KeyRecord {
  return { ...key, aliases: key.aliases.filter((alias) => alias !== name) };
}

function readAliasName(input: Input): string {
  const name = input.text("AliasName", { min: 1, max: 256, pattern: /^alias\/[a-zA-Z0-9:/_-]+$/ });
  if (name.includes(":")) {
    throw validationException(`${name} contains invalid characters for an alias`);
  }
  return name;
}
