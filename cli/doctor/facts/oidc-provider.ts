import type { Cluster } from "@aws-sdk/client-eks";
import { parseArn, type ResolvedCluster } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "../../documents/live/calls";
import { ask, orUnread } from "../../documents/live/live-call";
import { notWhole } from "../../documents/live/owned-objects";
import type { Seen } from "../step";
import { seenOf } from "./seen";

/** What IAM tells about the issuer of a cluster's tokens. */
export interface OidcProvider {
  /** The ARN of a provider for this issuer in the cluster's account. */
  arn: string;
  /** The audiences that it accepts; undefined if there is no such provider. */
  audiences: string[] | undefined;
}

/** Reads the OIDC provider for a cluster's issuer in the cluster's account, which is also the account of the readers' roles. */
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
