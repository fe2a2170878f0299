import { shownPolicy } from "../../identity/policies/accept-policy";
import type { Input } from "../../operations/input/input";
import { notFound } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authorisedKey, changeKey } from "./change-key";
import type { KmsRequest } from "./kms-context";

/** The name of the one policy that every key has. */
const ONLY = "default";

export function getKeyPolicy(request: KmsRequest) {
  checkName(request.input);
  const { policy } = authorisedKey(request);
  return { Policy: shownPolicy(request.platform.store, policy), PolicyName: ONLY };
}

/** Replaces the whole policy. */
export function putKeyPolicy(request: KmsRequest) {
  const { input } = request;
  checkName(input);
  const policy = input.text("Policy", { min: 1, max: 131_072 });
  const bypass = input.flag("BypassPolicyLockoutSafetyCheck");
  changeKey(request, (key) => ({ ...key, policy: acceptKeyPolicy(request, key, policy) }), {
    "kms:BypassPolicyLockoutSafetyCheck": String(bypass),
  });
}

export function listKeyPolicies(request: KmsRequest) {
  authorisedKey(request);
  const { items, more } = cutPage([ONLY], request.input, PAGES.kms, 1000);
  return { PolicyNames: items, ...more };
}

function checkName(input: Input): void {
  const name = input.optionalText("PolicyName", { min: 1, max: 128 }) ?? ONLY;
  if (name !== ONLY) throw notFound("No such policy exists");
}
