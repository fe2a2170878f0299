import type { ParsedPolicy } from "iam-proof";
import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import { sizeQuotas } from "iam-proof/quotas";
import { documentOf } from "../../identity/policies/json-text";
import { bindPrincipals, UnknownPrincipalError } from "../../identity/policies/principals";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages/operation";
import { limitExceeded } from "./errors";
import { resourceFlaw } from "./policy-resources";

/** Where a document is used: it decides which elements it must have. `managed` is a managed policy's, for identities. */
export type PolicyUse = "identity" | "managed" | "session" | "trust";

const CHARACTERS = /^[\t\n\r\u0020-\u00FF]+$/;
const MAX_TEXT = 131_072;
const TRUST_LIMIT = sizeQuotas.trustPolicy.default;

/** Checks a policy's text; throws `MalformedPolicyDocument` with what is wrong. Answers the parsed document. */
export function checkPolicy(use: PolicyUse, text: string): unknown {
  if (text.length > MAX_TEXT || !CHARACTERS.test(text)) {
    throw malformed("The policy must hold 1 to 131072 characters of U+0020 to U+00FF");
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("Syntax errors in policy.");
  }
  let policy: ParsedPolicy;
  try {
    policy = parsePolicy({ name: "the policy", document }, use === "managed" ? "identity" : use);
  } catch (error) {
    if (!(error instanceof PolicyGrammarError)) throw error;
    throw malformed(error.message);
  }
  if (policy.statements.length === 0) throw malformed("Syntax errors in policy.");
  if (use === "managed" && policy.version !== "2012-10-17") {
    throw malformed("Policy document must be version 2012-10-17 or greater.");
  }
  const flaw = use === "trust" ? undefined : resourceFlaw(document);
  if (flaw !== undefined) throw malformed(flaw);
  return document;
}

/** Checks a trust policy and answers its text as it is kept: principals must exist, and become unique ids. */
export function bindTrust(store: Store, text: string): string {
  checkPolicy("trust", text);
  if (policySize(text) > TRUST_LIMIT) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_LIMIT}`);
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

/** Characters of a policy as IAM counts them: without white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, "").length;
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
