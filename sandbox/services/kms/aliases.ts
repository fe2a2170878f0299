import type { Input } from "../../operations/input/member";
import { IDENTIFIER, requiredString } from "../../operations/input/member";
import type { StoreWriter } from "../../store/store";
import type { Call, Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { authoriseCaller, authoriseKey } from "./authorise-key";
import type { AliasRecord, KeyRecord } from "./key-record";
import { findAlias, findKey, putKey } from "./key-record";
import { requireNotPendingDeletion } from "./key-state";
import type { KmsContext } from "./kms-context";
import { putAlias } from "./put-alias";
import { kmsArn, resolveKey } from "./resolve-key";

/** `CreateAlias` */
export function createAlias(context: KmsContext): Operation {
  return (call, input) =>
    context.platform.store.transaction((writer) => {
      const name = aliasName(input);
      if (name.startsWith("alias/aws/")) {
        throw new AwsError("NotAuthorizedException", "alias/aws/ is kept for AWS managed keys");
      }
      const target = authorisedTarget(context, call, "CreateAlias", name, input);
      const existing = findAlias(context.platform.store, call.caller.account, call.region, name);
      if (existing && aliasedKey(context, call, existing)) {
        throw new AwsError(
          "AlreadyExistsException",
          `An alias with the name ${existing.arn} already exists`,
        );
      }
      putAlias(writer, call, name, target);
    });
}

/** `UpdateAlias`: the alias names another key from now on. */
export function updateAlias(context: KmsContext): Operation {
  return (call, input) =>
    context.platform.store.transaction((writer) => {
      const name = aliasName(input);
      const { alias, key } = requireAlias(context, call, name);
      authoriseKey(context, { call }, "UpdateAlias", { key });
      const target = authorisedTarget(context, call, "UpdateAlias", name, input);
      if (target.keyId === key.keyId) return;
      putKey(writer, withoutAlias(key, name));
      putAlias(writer, call, name, target, alias.created);
    });
}

/** `DeleteAlias` */
export function deleteAlias(context: KmsContext): Operation {
  return (call, input) =>
    context.platform.store.transaction((writer: StoreWriter) => {
      const name = aliasName(input);
      const { key } = requireAlias(context, call, name);
      const { account } = call.caller;
      authoriseCaller(context, { call }, "DeleteAlias", kmsArn({ call }, account, name));
      authoriseKey(context, { call }, "DeleteAlias", { key });
      writer.remove(["kms-alias", account, call.region, name]);
      putKey(writer, withoutAlias(key, name));
    });
}

function authorisedTarget(
  context: KmsContext,
  call: Call,
  action: string,
  name: string,
  input: Input,
): KeyRecord {
  const { account } = call.caller;
  const target = resolveKey(context, { call }, requiredString(input, "TargetKeyId", IDENTIFIER));
  if (target.alias !== undefined) {
    throw new AwsError("ValidationException", "Aliases must refer to keys. Not aliases");
  }
  authoriseCaller(context, { call }, action, kmsArn({ call }, account, name));
  authoriseKey(context, { call }, action, target);
  requireNotPendingDeletion(target.key);
  return target.key;
}

function requireAlias(
  context: KmsContext,
  call: Call,
  name: string,
): { alias: AliasRecord; key: KeyRecord } {
  const alias = findAlias(context.platform.store, call.caller.account, call.region, name);
  const key = alias && aliasedKey(context, call, alias);
  if (!alias || !key) {
    const arn = kmsArn({ call }, call.caller.account, name);
    throw new AwsError("NotFoundException", `Alias ${arn} is not found.`);
  }
  return { alias, key };
}

function aliasedKey({ platform }: KmsContext, call: Call, alias: AliasRecord) {
  return findKey(platform.store, call, call.caller.account, call.region, alias.keyId);
}

function withoutAlias(key: KeyRecord, name: string): KeyRecord {
  return { ...key, aliases: key.aliases.filter((alias) => alias !== name) };
}

function aliasName(input: Input): string {
  return requiredString(input, "AliasName", {
    min: 1,
    max: 256,
    pattern: /^alias\/[a-zA-Z0-9:/_-]+$/,
  });
}
