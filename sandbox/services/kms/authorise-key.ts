import { namedPolicy } from "../../identity/policies/accept-policy";
import { IDENTIFIER } from "../../operations/input/input";
import { accessDenied } from "../../operations/input/refusals";
import { type GrantRecord, grantsOf, policiesOfGrants } from "./grant-record";
import { type KeyRecord, putKey } from "./key-record";
import type { KeyUse, KmsRequest } from "./kms-context";
import { type ResolvedKey, resolveKeyById } from "./resolve-key";

/** Actions that KMS allows on keys of other accounts. */
const ACROSS_ACCOUNTS = new Set([
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:RetireGrant",
  "kms:RevokeGrant",
]);

/** Throws `AccessDeniedException` unless policies, or one of `grants` (by default all of the key), allow `action` on it. */
export function authoriseKey(
  use: KeyUse,
  action: string,
  { key, alias }: ResolvedKey,
  more: Record<string, string | string[]> = {},
  grants: GrantRecord[] = grantsOf(use.platform.store, key),
): void {
  const { platform, call } = use;
  if (key.account !== call.caller.account && !ACROSS_ACCOUNTS.has(action)) {
    throw accessDenied(
      `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${key.arn}: the operation is not available across accounts`,
    );
  }
  platform.authorise(call, {
    action,
    resource: key.arn,
    resourceTags: key.tags,
    resourcePolicy: namedPolicy(`key policy of ${key.arn}`, key.policy),
    resourceKind: "key",
    grants: policiesOfGrants(key, grants),
    awsManaged: key.manager === "AWS",
    context: {
      ...callContext(use),
      "kms:KeySpec": "SYMMETRIC_DEFAULT",
      "kms:KeyUsage": "ENCRYPT_DECRYPT",
      "kms:KeyOrigin": "AWS_KMS",
      "kms:MultiRegion": String(key.multiRegion !== undefined),
      ...(key.multiRegion && {
        "kms:MultiRegionKeyType":
          key.multiRegion.primaryRegion === key.region ? "PRIMARY" : "REPLICA",
      }),
      ...(key.aliases.length > 0 && { "kms:ResourceAliases": key.aliases }),
      ...(alias !== undefined && { "kms:RequestAlias": alias }),
      ...more,
    },
  });
}

/** Throws `AccessDeniedException` unless the caller's own policies allow an action without a key, or on an alias. */
export function authoriseCaller(
  use: KeyUse,
  action: string,
  resource: string,
  more: Record<string, string | string[]> = {},
): void {
  use.platform.authorise(use.call, { action, resource, context: { ...callContext(use), ...more } });
}

function callContext({ call, callingService }: KeyUse): Record<string, string> {
  return callingService
    ? { "kms:ViaService": `${callingService}.${call.region}.amazonaws.com` }
    : {};
}

/** The key that `KeyId` names, if the caller may do this with it. */
export function authorisedKey(
  request: KmsRequest,
  context?: Record<string, string | string[]>,
): KeyRecord {
  const { input, action } = request;
  const found = resolveKeyById(request, input.text("KeyId", IDENTIFIER));
  authoriseKey(request, action, found, context);
  return found.key;
}

/** Replaces the key that `KeyId` names with the result of `change`, if the caller may. */
export function changeKey(
  request: KmsRequest,
  change: (key: KeyRecord) => KeyRecord,
  context?: Record<string, string | string[]>,
): KeyRecord {
  return request.platform.store.transaction((writer) => {
    const changed = change(authorisedKey(request, context));
    putKey(writer, changed);
    return changed;
  });
}
