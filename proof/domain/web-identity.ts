import type { ParsedCondition } from "../grammar/syntax";
import type { FederatedMaker } from "./administrator";
import type { AccessRequest } from "./request";

/** Tokens with which somebody becomes a role without a service of AWS: by `sts:AssumeRoleWithWebIdentity`. */
export interface WebIdentity extends FederatedMaker {
  /** For whom the provider issued them, e.g. `sts.amazonaws.com`. */
  audience: string;
}

/** The request by which a token of theirs becomes a role, but for the role. */
export function tokenRequest({
  audience,
  provider,
  subject,
}: WebIdentity): Omit<AccessRequest, "resource"> {
  const issuer = issuerOf(provider);
  return {
    principal: { kind: "federated", arn: provider, provider },
    action: "sts:AssumeRoleWithWebIdentity",
    context: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: audience },
  };
}

/** What the conditions demand of a key of tokens, as they write it; `*` where a token without the key, or with any value, meets them. */
export function demandedOfTokens(conditions: readonly ParsedCondition[], key: string): string[] {
  const demanded = conditions.find(
    (one) =>
      one.key.name === key &&
      one.comparison.type === "string" &&
      !one.negated &&
      !(one.ifExists || one.set === "ForAllValues"),
  );
  return demanded?.texts ?? ["*"];
}

type Provided = Pick<FederatedMaker, "provider">;

/** Name of the condition key by which a provider says the subject, in lower case. */
export function subjectKeyOf({ provider }: Provided): string {
  if (provider.includes(":saml-provider/")) return "saml:sub";
  const host = issuerOf(provider).toLowerCase();
  return OTHER_SUBJECTS[host] ?? `${host}:sub`;
}

/** Name of the condition key by which an OIDC provider says the audience, in lower case. */
export function audienceKeyOf({ provider }: Provided): string {
  return `${issuerOf(provider).toLowerCase()}:aud`;
}

/** The issuer of an OIDC provider, without `https://`: the host, and a path where it has one. */
export function issuerOf(provider: string): string {
  return provider.replace(/^.*:oidc-provider\//, "");
}

/** Providers that AWS knows and that call their subject otherwise. */
const OTHER_SUBJECTS: Record<string, string> = {
  "www.amazon.com": "www.amazon.com:user_id",
  "graph.facebook.com": "graph.facebook.com:id",
};
