import { accountOf } from "../names";
import type { AccessDocuments, OidcProviderDocuments } from "./documents";

/** An OIDC provider: null where its account has none of that ARN, undefined where nobody looked. */
export function oidcProvider(
  { oidcProviders }: Pick<AccessDocuments, "oidcProviders">,
  arn: string,
): OidcProviderDocuments | null | undefined {
  const all = oidcProviders?.find(({ account }) => account === accountOf(arn))?.providers;
  return all && (all.find((one) => one.arn === arn) ?? null);
}
