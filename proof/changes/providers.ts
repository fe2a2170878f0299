import { addTo, memoize } from "../collections";
import type { AccessDocuments, RoleDocuments } from "../domain/documents";
import { parsePolicy } from "../grammar/parse-policy";
import type { PrincipalEntry } from "../grammar/syntax";
import { actorOf } from "./actors";
import type { Actor } from "./change";

/** ARNs of roles whose trust policies name the SAML or OIDC provider. */
export function rolesTrustingProvider({ roles }: AccessDocuments, provider: string): string[] {
  return byProvider(roles ?? []).get(provider) ?? [];
}

/** Every provider that a trust policy names. */
export function providersTrusted({ roles }: AccessDocuments): string[] {
  return [...byProvider(roles ?? []).keys()];
}

/** Somebody for whom the provider vouches. */
export function vouchedFor(provider: string): Actor {
  return actorOf({ kind: "federated", arn: provider, provider });
}

const byProvider = memoize((roles: RoleDocuments[]) => {
  const found = new Map<string, string[]>();
  for (const { arn, trust } of roles) {
    for (const entry of trust ? entriesLetIn(trust as object) : []) {
      if (entry.kind === "federated") addTo(found, entry.provider, arn);
    }
  }
  return found;
});

/** Whom a trust policy lets in, conditions aside. */
export const entriesLetIn = memoize((trust: object): PrincipalEntry[] => {
  const { statements } = parsePolicy({ name: "trust policy", document: trust }, "trust");
  return statements.flatMap(({ effect, principal }) => {
    if (effect === "Deny") return [];
    return !principal || principal.negated ? [{ kind: "any" }] : principal.entries;
  });
});
