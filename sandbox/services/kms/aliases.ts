import type { Input } from "../../operations/input/input";
import { IDENTIFIER } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authoriseCaller, authoriseKey } from "./authorise-key";
import type { AliasRecord, KeyRecord } from "./key-record";
import { findAlias, findKey, putKey } from "./key-record";
import { requireNotPendingDeletion } from "./key-state";
import type { KmsContext } from "./kms-context";
import { putAlias } from "./put-alias";
import { kmsArn, resolveKey } from "./resolve-key";

export function createAlias(kms: KmsContext, request: Request) {
  const { call, input } = request;
  kms.store.transaction((writer) => {
    const name = readAliasName(input);
    if (name.startsWith("alias/aws/")) {
      throw new AwsError("NotAuthorizedException", "alias/aws/ is kept for AWS managed keys");
    }
    const target = authorisedTarget(kms, request, name);
    const existing = findAlias(kms.store, call.caller.account, call.region, name);
    if (existing && aliasedKey(kms, call, existing)) {
      throw new AwsError(
        "AlreadyExistsException",
        `An alias with the name ${existing.arn} already exists`,
      );
    }
    putAlias(writer, call, name, target);
  });
}

/** The alias names another key from now on. */
export function updateAlias(kms: KmsContext, request: Request) {
  const { call, input, action } = request;
  kms.store.transaction((writer) => {
    const name = readAliasName(input);
    const { alias, key } = requireAlias(kms, call, name);
    authoriseKey(kms, { call }, action, { key });
    const target = authorisedTarget(kms, request, name);
    if (target.keyId === key.keyId) return;
    putKey(writer, withoutAlias(key, name));
    putAlias(writer, call, name, target, alias.created);
  });
}

export function deleteAlias(kms: KmsContext, { call, input, action }: Request) {
  kms.store.transaction((writer) => {
    const name = readAliasName(input);
    const { key } = requireAlias(kms, call, name);
    const { account } = call.caller;
    authoriseCaller(kms, { call }, action, kmsArn({ call }, account, name));
    authoriseKey(kms, { call }, action, { key });
    writer.remove(["kms-alias", account, call.region, name]);
    putKey(writer, withoutAlias(key, name));
  });
}

function authorisedTarget(
  kms: KmsContext,
  { call, input, action }: Request,
  name: string,
): KeyRecord {
  const target = resolveKey(kms, { call }, input.text("TargetKeyId", IDENTIFIER));
  if (target.alias !== undefined) {
    throw new AwsError("ValidationException", "Aliases must refer to keys. Not aliases");
  }
  authoriseCaller(kms, { call }, action, kmsArn({ call }, call.caller.account, name));
  authoriseKey(kms, { call }, action, target);
  requireNotPendingDeletion(target.key);
  return target.key;
}

function requireAlias(
  kms: KmsContext,
  call: Call,
  name: string,
): { alias: AliasRecord; key: KeyRecord } {
  const alias = findAlias(kms.store, call.caller.account, call.region, name);
  const key = alias && aliasedKey(kms, call, alias);
  if (!alias || !key) {
    const arn = kmsArn({ call }, call.caller.account, name);
    throw new AwsError("NotFoundException", `Alias ${arn} is not found.`);
  }
  return { alias, key };
}

function aliasedKey({ store }: KmsContext, call: Call, alias: AliasRecord) {
  return findKey(store, call, call.caller.account, call.region, alias.keyId);
}

function withoutAlias(key: KeyRecord, name: string): KeyRecord {
  return { ...key, aliases: key.aliases.filter((alias) => alias !== name) };
}

function readAliasName(input: Input): string {
  return input.text("AliasName", { min: 1, max: 256, pattern: /^alias\/[a-zA-Z0-9:/_-]+$/ });
}
