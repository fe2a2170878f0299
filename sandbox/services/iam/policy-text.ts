import type { ParsedPolicy } from "iam-proof";
import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import { knownRegions, partitionOf } from "iam-proof/names";
import { sizeQuotas } from "iam-proof/quotas";
import { boundText, documentOf } from "../../identity/policies/accept-policy";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages";
import { limitExceeded } from "./errors";

/** The use of a document, which decides its required elements. `managed`: a managed policy for identities. */
type PolicyUse = "identity" | "managed" | "session" | "trust";

const CHARACTERS = /^[\t\n\r\u0020-\u00FF]+$/;
const MAX_TEXT = 131_072;
const TRUST_LIMIT = sizeQuotas.trustPolicy.default;

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

/** Checks a trust policy and returns the text to store: principals must exist, and become unique IDs. */
export function bindTrust(store: Store, text: string): string {
  checkPolicy("trust", text);
  if (policySize(text) > TRUST_LIMIT) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_LIMIT}`);
  }
  return boundText(store, text, documentOf(text), (principal) =>
    malformed(`Invalid principal in policy: "AWS":"${principal}"`),
  );
}

export function policySize(text: string): number {
  return text.replace(/\s/g, "").length;
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}

const PARTITIONS = new Set([...knownRegions].map(partitionOf));

/** The kinds of resources in IAM's ARNs. */
const IAM_KINDS =
  "user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/".split(
    ", ",
  );

/** Further kinds in AWS's own managed policies, which IAM's message does not list. */
const OTHER_KINDS = ["role-template/", "root/"];

/** IAM's message for a bad `Resource` or `NotResource`. Undefined if they are fine. */
function resourceFlaw(document: unknown): string | undefined {
  const { Statement: statements } = document as { Statement: unknown };
  for (const statement of [statements].flat() as Record<string, unknown>[]) {
    for (const resource of [statement.Resource ?? [], statement.NotResource ?? []].flat()) {
      const flaw = arnFlaw(String(resource));
      if (flaw !== undefined) return flaw;
    }
  }
  return undefined;
}

function arnFlaw(arn: string): string | undefined {
  const [, partition = "*", service = "", region = "", account = "", ...rest] = arn.split(":");
  const name = rest.join(":");
  if (isMisshapen(service, account, rest.length)) return "The policy failed legacy parsing";
  if (isLiteral(partition) && !PARTITIONS.has(partition)) {
    return `Partition "${partition}" is not valid for resource "${arn}".`;
  }
  if (service === "iam" && region !== "" && isLiteral(region)) {
    return `IAM resource ${arn} cannot contain region information.`;
  }
  if (service === "s3" && region !== "" && account === "" && isLiteral(region)) {
    return `Resource ${arn} can not contain region information.`;
  }
  const [kind = ""] = name.split("/", 1);
  const isKnown = [...IAM_KINDS, ...OTHER_KINDS].includes(`${kind}/`);
  if (service === "iam" && name !== "" && isLiteral(kind) && !isKnown) {
    return `IAM resource path must either be "*" or start with ${IAM_KINDS.join(", ")}.`;
  }
  return undefined;
}

/** Whether an ARN names no service, or lacks a field so that a name is in the account's place. */
function isMisshapen(service: string, account: string, namesAfter: number): boolean {
  if (namesAfter > 0) return service === "";
  return account !== "" && isLiteral(account) && !/^\d{12}$/.test(account);
}

function isLiteral(text: string): boolean {
  return !/[*?$]/.test(text);
}
