import type { Cluster } from "@aws-sdk/client-eks";
import { parseArn, type ResolvedCluster } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "../../documents/live/calls";
import { ask, orUnread } from "../../documents/live/live-call";
import { notWhole } from "../../documents/live/owned-objects";
import type { Seen } from "../step";
import { seenOf } from "./seen";

/** What IAM says of the issuer of a cluster's tokens. */
export interface OidcProvider {
  /** ARN that a provider of this issuer has in the cluster's account. */
  arn: string;
  /** The audiences that it takes; undefined where there is no such provider. */
  audiences: string[] | undefined;
}

/** Reads the OIDC provider of a cluster's issuer in the cluster's account, where the readers' roles are. */
export function oidcProviderOf(
  { account }: ResolvedCluster,
  { arn: clusterArn = "", identity }: Cluster,
  access: AccountAccess,
): Promise<Seen<OidcProvider>> {
  return seenOf(account, async () => {
    const [, issuer] = /^https:\/\/(.+)$/.exec(identity?.oidc?.issuer ?? "") ?? [];
    if (!issuer) throw notWhole("eks:DescribeCluster", "an issuer");
    const { partition } = parseArn(clusterArn) ?? {};
    const arn = `arn:${partition}:iam::${account.id}:oidc-provider/${issuer}`;
    const found = await orUnread(
      () => ask(LIVE_CALLS.getOpenIDConnectProvider, access, { OpenIDConnectProviderArn: arn }),
      (error) => {
        if (error.code !== "NoSuchEntityException") throw error;
        return undefined;
      },
    );
    return { arn, audiences: found && (found.ClientIDList ?? []) };
  });
}
