import { shownPolicy } from "../../identity/policies/accept-policy";
import type { Input } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authorisedKey, changeKey } from "./change-key";
import type { KmsContext } from "./kms-context";

/** The name of the one policy that every key has. */
const ONLY = "default";

export function getKeyPolicy(kms: KmsContext, request: Request) {
  checkName(request.input);
  const { policy } = authorisedKey(kms, request);
  return { Policy: shownPolicy(kms.store, policy), PolicyName: ONLY };
}

/** Replaces the whole policy. */
export function putKeyPolicy(kms: KmsContext, request: Request) {
  const { input } = request;
  checkName(input);
  const policy = input.text("Policy", { min: 1, max: 131_072 });
  const bypass = input.flag("BypassPolicyLockoutSafetyCheck");
  changeKey(
    kms,
    request,
    (key) => ({ ...key, policy: acceptKeyPolicy(kms, request, key, policy) }),
    { "kms:BypassPolicyLockoutSafetyCheck": String(bypass) },
  );
}

export function listKeyPolicies(kms: KmsContext, request: Request) {
  authorisedKey(kms, request);
  return { PolicyNames: [ONLY], Truncated: false };
}

function checkName(input: Input): void {
  const name = input.optionalText("PolicyName", { min: 1, max: 128 }) ?? ONLY;
  if (name !== ONLY) throw new AwsError("NotFoundException", "No such policy exists");
}
