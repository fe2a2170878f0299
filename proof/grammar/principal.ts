import { isMapping } from "../collections";
import { fail, type Place, stringList } from "./error";
import type { PrincipalElement, PrincipalEntry } from "./syntax";

const ACCOUNT = /^\d{12}$/;
const IAM_ARN = /^arn:[a-z0-9-]+:iam::(\d{12}):(root|role\/.+|user\/.+)$/;
const STS_ARN =
  /^arn:[a-z0-9-]+:sts::(\d{12}):(?:assumed-role\/([^/]+)\/([^/]+)|federated-user\/.+)$/;
const PROVIDER_ARN = /^arn:[a-z0-9-]+:iam::\d{12}:(saml-provider|oidc-provider)\/.+$/;
const UNIQUE_ID = /^A(IDA|ROA|GPA|CCA|IPA|NPA|PKA|SCA|NVA|BIA)[A-Z0-9]{8,}$/;
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Reads a `Principal` or `NotPrincipal`. */
export function parsePrincipal(raw: unknown, negated: boolean, place: Place): PrincipalElement {
  const element = negated ? "NotPrincipal" : "Principal";
  if (raw === "*") return { negated, entries: [{ kind: "any" }] };
  if (!isMapping(raw)) {
    fail(place, `${element} must be "*" or an object of AWS, Service and Federated`, raw);
  }
  const entries: PrincipalEntry[] = [];
  for (const [type, value] of Object.entries(raw)) {
    const read = READERS.get(type);
    if (!read) fail(place, `${element} must hold only AWS, Service and Federated`, type);
    for (const text of stringList(value, `${element}.${type}`, place)) {
      entries.push(read(text, place));
    }
  }
  if (entries.length === 0) fail(place, `${element} must name somebody`, raw);
  return { negated, entries };
}

const READERS = new Map<string, (text: string, place: Place) => PrincipalEntry>([
  ["AWS", awsPrincipal],
  ["Service", servicePrincipal],
  ["Federated", federatedPrincipal],
]);

function awsPrincipal(text: string, place: Place): PrincipalEntry {
  if (text === "*") return { kind: "any" };
  if (ACCOUNT.test(text)) return { kind: "account", account: text };
  if (UNIQUE_ID.test(text)) return { kind: "deleted", id: text };
  if (/[*?]/.test(text)) {
    fail(place, 'an AWS principal must be "*" as a whole or hold no wildcard', text);
  }
  const iam = IAM_ARN.exec(text);
  if (iam?.[2] === "root") return { kind: "account", account: iam[1] ?? "" };
  if (iam) return { kind: iam[2]?.startsWith("role/") ? "role" : "user", arn: text };
  const sts = STS_ARN.exec(text);
  if (!sts) {
    fail(
      place,
      "an AWS principal must be an account id or the ARN of an account's root, a role, a user or a session",
      text,
    );
  }
  const [, account = "", roleName, sessionName] = sts;
  if (roleName === undefined || sessionName === undefined) {
    return { kind: "federatedUser", arn: text };
  }
  return { kind: "session", arn: text, account, roleName, sessionName };
}

function servicePrincipal(text: string, place: Place): PrincipalEntry {
  if (!HOST.test(text)) {
    fail(place, 'a service principal must be a host name such as "lambda.amazonaws.com"', text);
  }
  return { kind: "service", service: text };
}

function federatedPrincipal(text: string, place: Place): PrincipalEntry {
  if (/[*?]/.test(text) || !(PROVIDER_ARN.test(text) || HOST.test(text))) {
    fail(place, "a federated principal must be the ARN of a provider, or a host name", text);
  }
  return { kind: "federated", provider: text };
}

/** Whether the element may name somebody in this way. A missing or negated element may name anybody. */
export function mayMean(
  principal: PrincipalElement | undefined,
  isSuch: (entry: PrincipalEntry) => boolean,
): boolean {
  return principal === undefined || principal.negated || principal.entries.some(isSuch);
}

/** The name of a principal in a policy: an ARN, an account's id, a service, a provider, a deleted principal's id, or `*`. */
export function entryName(entry: PrincipalEntry): string {
  switch (entry.kind) {
    case "any":
      return "*";
    case "account":
      return entry.account;
    case "deleted":
      return entry.id;
    case "service":
      return entry.service;
    case "federated":
      return entry.provider;
    default:
      return entry.arn;
  }
}
