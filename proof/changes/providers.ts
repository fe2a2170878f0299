import { addTo, memoize } from "../collections";
import type { AccessDocuments, RoleDocuments } from "../domain/documents";
import { actorOf } from "./actors";
import type { Actor } from "./change";
import { entriesLetIn } from "./rights";

/** ARNs of roles whose trust policies name the SAML or OIDC provider. */
export function rolesTrustingProvider({ roles }: AccessDocuments, provider: string): string[] {
  return byProvider(roles ?? []).get(provider) ?? [];
}

/** Every provider that a trust policy names. */
export function providersTrusted({ roles }: AccessDocuments): string[] {
  return [...byProvider(roles ?? []).keys()];
}

/** An actor for whom the provider vouches. */
export function vouchedFor(provider: string): Actor {
  return actorOf({ kind: "federated", arn: provider, provider });
}

const byProvider = memoize((roles: RoleDocuments[]) => {
  const found = new Map<string, string[]>();
  for (const { arn, trust } of roles) {
    for (const entry of entriesLetIn("trust", trust)) {
      if (entry.kind === "federated") addTo(found, entry.provider, arn);
    }
  }
  return found;
});
