import { namedPolicy } from "../../identity/policies/named-policy";
import { accessDenied } from "../../operations/input/refusals";
import { type GrantRecord, grantsOf, policiesOfGrants } from "./grant-record";
import type { KeyUse } from "./kms-context";
import type { ResolvedKey } from "./resolve-key";

/** Actions that KMS offers on the keys of other accounts. */
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

/**
 * Throws `AccessDeniedException` unless the key's policy and the caller's own, or a grant of the key, allow `action` on it.
 * `grants` are those that can; by default all of the key.
 */
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

/** Throws `AccessDeniedException` unless the caller's own policies allow an action on no key, or on an alias. */
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
