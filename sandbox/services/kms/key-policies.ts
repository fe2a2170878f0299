import { shownPolicy } from "../../identity/policies/accept-policy";
import type { Input } from "../../operations/input/member";
import { booleanMember, optionalString, requiredString } from "../../operations/input/member";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authorisedKey, changeKey } from "./change-key";
import type { KmsContext } from "./kms-context";

const ONLY = "default";

/** `GetKeyPolicy` */
export function getKeyPolicy(context: KmsContext): Operation {
  return (call, input) => {
    checkName(input);
    const { policy } = authorisedKey(context, call, input, "GetKeyPolicy");
    return { Policy: shownPolicy(context.platform.store, policy), PolicyName: ONLY };
  };
}

/** `PutKeyPolicy`: replaces the whole policy. */
export function putKeyPolicy(context: KmsContext): Operation {
  return (call, input) => {
    checkName(input);
    const policy = requiredString(input, "Policy", { min: 1, max: 131_072 });
    const bypass = booleanMember(input, "BypassPolicyLockoutSafetyCheck");
    changeKey(
      context,
      call,
      input,
      "PutKeyPolicy",
      (key) => ({ ...key, policy: acceptKeyPolicy(context, call, key, policy, input) }),
      { "kms:BypassPolicyLockoutSafetyCheck": String(bypass) },
    );
  };
}

/** `ListKeyPolicies`: every key has the one policy `default`. */
export function listKeyPolicies(context: KmsContext): Operation {
  return (call, input) => {
    authorisedKey(context, call, input, "ListKeyPolicies");
    return { PolicyNames: [ONLY], Truncated: false };
  };
}

function checkName(input: Input): void {
  const name = optionalString(input, "PolicyName", { min: 1, max: 128 }) ?? ONLY;
  if (name !== ONLY) throw new AwsError("NotFoundException", "No such policy exists");
}
