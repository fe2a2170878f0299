import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import type { LandingZone, ResolvedCluster } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { AT_ONCE, ask, defineCall } from "../../documents/live/live-call";
import { type LiveEndpoint, vpcEndpoints } from "../../documents/live/vpc-endpoints";
import type { Seen } from "../step";
import { accessTo, type ReachedAccount } from "./reached-accounts";
import { lacking } from "./read-objects";
import { seenOf } from "./seen";

export const DESCRIBE_CLUSTER = defineCall(EKSClient, DescribeClusterCommand, {
  action: "eks:DescribeCluster",
  reason: "in which VPC the pods of a cluster are",
  resources: ({ clusters }) => clusters,
});

/** The VPC endpoints of each cluster's network. */
export async function endpointsOf({ clusters }: LandingZone, accounts: readonly ReachedAccount[]) {
  const found = await inParallel(clusters, AT_ONCE, async (cluster) => {
    const access = () => accessTo(accounts, cluster.account.id, cluster.region);
    return [cluster, await clusterEndpoints(cluster, access)] as const;
  });
  return new Map(found);
}

export function clusterEndpoints(
  { account, name }: ResolvedCluster,
  access: () => AccountAccess,
): Promise<Seen<LiveEndpoint[]>> {
  return seenOf(account, async () => {
    const { cluster } = await ask(DESCRIBE_CLUSTER, access(), { name });
    const vpc = cluster?.resourcesVpcConfig?.vpcId;
    if (!vpc) throw lacking(DESCRIBE_CLUSTER, "vpcId");
    return (await vpcEndpoints(access())).filter(({ document }) => document.vpc === vpc);
  });
}
