import { accountOf } from "../names";
import type { AccessDocuments, OidcProviderDocuments } from "./documents";

/** The OIDC provider with an ARN: null if its account has none, undefined if nobody looked. */
export function oidcProvider(
  { oidcProviders }: Pick<AccessDocuments, "oidcProviders">,
  arn: string,
): OidcProviderDocuments | null | undefined {
  const all = oidcProviders?.find(({ account }) => account === accountOf(arn))?.providers;
  return all && (all.find((one) => one.arn === arn) ?? null);
}
