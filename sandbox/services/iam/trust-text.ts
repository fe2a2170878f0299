import { documentOf } from "../../identity/policies/json-text";
import { bindPrincipals, UnknownPrincipalError } from "../../identity/policies/principals";
import type { Store } from "../../store/store";
import { limitExceeded } from "./errors";
import { checkPolicy, malformed, policySize } from "./policy-text";

const LIMIT = 2048;

/** Checks a trust policy and answers its text as it is kept: principals must exist, and become unique ids. */
export function bindTrust(store: Store, text: string): string {
  checkPolicy("trust", text);
  if (policySize(text) > LIMIT) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${LIMIT}`);
  }
  const document = documentOf(text);
  try {
    const bound = bindPrincipals(store, document);
    return bound === document ? text : JSON.stringify(bound);
  } catch (error) {
    if (!(error instanceof UnknownPrincipalError)) throw error;
    throw malformed(`Invalid principal in policy: "AWS":"${error.principal}"`);
  }
}
