import type { ResolvedCluster } from "eks-pod-secrets/grant";
import type { AccountIdentities, OidcProviderDocuments } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import { issuerOf } from "iam-proof/domain";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { AT_ONCE, ask, orNothing, UnreadError } from "./live-call";

/** Whether a trust policy in the account names an OIDC provider. If none does, the providers need not be read. */
export function namesOidcProviders({ roles }: AccountIdentities): boolean {
  return roles.some(({ trust }) => JSON.stringify(trust ?? null).includes(":oidc-provider/"));
}

/** Reads every OIDC provider of an account, with the audiences whose tokens it accepts. */
export async function oidcProviders(access: AccountAccess): Promise<OidcProviderDocuments[]> {
  const list = LIVE_CALLS.listOpenIDConnectProviders;
  const { OpenIDConnectProviderList: found } = await ask(list, access, {});
  // AWS always sends a list, even an empty one. An answer without one is not whole.
  if (!found) throw new UnreadError(list.action, "AWS answered without a list");
  return inParallel(found, AT_ONCE, async ({ Arn: arn = "" }) => {
    const get = LIVE_CALLS.getOpenIDConnectProvider;
    const { ClientIDList } = await ask(get, access, { OpenIDConnectProviderArn: arn });
    return { arn, audiences: ClientIDList ?? [] };
  });
}

/** Reads which clusters issue tokens, and returns their ARNs by issuer, without `https://`. A missing cluster issues none. */
export async function clusterIssuers(
  clusters: readonly ResolvedCluster[],
  accessIn: (region: string) => AccountAccess,
): Promise<Map<string, string>> {
  const issuers = await inParallel(clusters, AT_ONCE, async ({ arn, name, region }) => {
    const answer = await orNothing(() =>
      ask(LIVE_CALLS.describeCluster, accessIn(region), { name }),
    );
    const issuer = answer?.cluster?.identity?.oidc?.issuer?.replace(/^https:\/\//, "");
    return issuer ? [[issuer, arn] as const] : [];
  });
  return new Map(issuers.flat());
}

/** Adds to each provider the cluster that is its issuer, if it is one of these. */
export function withClusters(
  providers: readonly OidcProviderDocuments[],
  issuers: ReadonlyMap<string, string>,
): OidcProviderDocuments[] {
  return providers.map((one) => {
    const clusterArn = issuers.get(issuerOf(one.arn));
    return clusterArn === undefined ? one : { ...one, clusterArn };
  });
}
