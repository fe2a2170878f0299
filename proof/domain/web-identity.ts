import type { ParsedCondition } from "../grammar/syntax";
import type { FederatedMaker } from "./administrator";
import type { AccessRequest } from "./request";

/** Tokens with which somebody assumes a role themselves, by `sts:AssumeRoleWithWebIdentity`. */
export interface WebIdentity extends FederatedMaker {
  /** The audience that the provider issued them for, such as `sts.amazonaws.com`. */
  audience: string;
}

/** The request that assumes a role with such a token, without the role itself. */
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

/**
 * The value that the conditions demand for a key of tokens, as written there; `*` if a token with any value, or without the key,
 * satisfies them.
 */
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

/** The name of the condition key with the subject of a provider's token, in lower case. */
export function subjectKeyOf({ provider }: Provided): string {
  if (provider.includes(":saml-provider/")) return "saml:sub";
  const host = issuerOf(provider).toLowerCase();
  return OTHER_SUBJECTS[host] ?? `${host}:sub`;
}

/** The name of the condition key with the audience of an OIDC provider's token, in lower case. */
export function audienceKeyOf({ provider }: Provided): string {
  return `${issuerOf(provider).toLowerCase()}:aud`;
}

/** The issuer of an OIDC provider without `https://`: the host and, if it has one, the path. */
export function issuerOf(provider: string): string {
  return provider.replace(/^.*:oidc-provider\//, "");
}

/** Providers known to AWS that use another name for their subject. */
const OTHER_SUBJECTS: Record<string, string> = {
  "www.amazon.com": "www.amazon.com:user_id",
  "graph.facebook.com": "graph.facebook.com:id",
};
