import { acceptPolicy } from "../../identity/policies/accept-policy";
import { namedPolicy } from "../../identity/policies/named-policy";
import type { Input } from "../../operations/input/member";
import { booleanMember } from "../../operations/input/member";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import type { KeyRecord } from "./key-record";
import type { KmsContext } from "./kms-context";

const LARGEST = 32_768;

/**
 * Checks a policy that a caller puts on a key and answers it as stored. Throws `MalformedPolicyDocumentException`,
 * also where the caller could not change the policy afterwards, unless `BypassPolicyLockoutSafetyCheck` is set.
 */
export function acceptKeyPolicy(
  { platform }: KmsContext,
  call: Call,
  key: Pick<KeyRecord, "arn" | "tags">,
  policy: string,
  input: Input,
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
  if (!booleanMember(input, "BypassPolicyLockoutSafetyCheck")) {
    try {
      platform.authorise(call, {
        action: "kms:PutKeyPolicy",
        resource: key.arn,
        resourceTags: key.tags,
        resourcePolicy: namedPolicy(`new key policy of ${key.arn}`, stored),
        resourceKind: "key",
      });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "AccessDeniedException")) throw error;
      throw new AwsError(
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.",
      );
    }
  }
  return stored;
}
