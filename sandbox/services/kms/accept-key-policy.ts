import { sizeQuotas } from "iam-proof/quotas";
import { acceptPolicy } from "../../identity/policies/accept-policy";
import { namedPolicy } from "../../identity/policies/named-policy";
import { AwsError } from "../../wire/messages/operation";
import type { KeyRecord } from "./key-record";
import type { KmsRequest } from "./kms-context";

const LARGEST = sizeQuotas.keyPolicy.default;

/**
 * Checks a policy that a caller puts on a key and answers it as stored. Throws `MalformedPolicyDocumentException`,
 * also where the caller could not change the policy afterwards, unless `BypassPolicyLockoutSafetyCheck` is set.
 */
export function acceptKeyPolicy(
  { platform, call, input }: Pick<KmsRequest, "platform" | "call" | "input">,
  key: Pick<KeyRecord, "arn" | "tags">,
  policy: string,
): string {
  if (policy.length > LARGEST) {
    throw new AwsError(
      "LimitExceededException",
      `a key policy must have at most ${LARGEST} characters, got ${policy.length}`,
    );
  }
  const stored = acceptPolicy(platform.store, policy, {
    name: `key policy of ${key.arn}`,
    kind: "key",
    invalidPrincipal: "Policy contains a statement with one or more invalid principals.",
  });
  if (input.flag("BypassPolicyLockoutSafetyCheck")) return stored;
  try {
    platform.authorise(call, {
      action: "kms:PutKeyPolicy",
      resource: key.arn,
      resourceTags: key.tags,
      resourcePolicy: namedPolicy(`new key policy of ${key.arn}`, stored),
      resourceKind: "key",
    });
    return stored;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "AccessDeniedException")) throw error;
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
  }
}
