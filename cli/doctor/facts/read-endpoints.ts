import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { ask, defineCall, UnreadError } from "../../documents/live/live-call";
import { type LiveEndpoint, vpcEndpoints } from "../../documents/live/vpc-endpoints";
import type { Seen } from "../step";
import { unseenOf } from "./read-objects";

export const DESCRIBE_CLUSTER = defineCall(EKSClient, DescribeClusterCommand, {
  action: "eks:DescribeCluster",
  reason: "in which VPC the pods of a cluster are",
  resources: ({ clusters }) => clusters,
});

/** The VPC endpoints of a cluster's network. */
export async function clusterEndpoints(
  { account, name }: ResolvedCluster,
  access: () => AccountAccess,
): Promise<Seen<LiveEndpoint[]>> {
  try {
    const { cluster } = await ask(DESCRIBE_CLUSTER, access(), { name });
    const vpc = cluster?.resourcesVpcConfig?.vpcId;
    if (!vpc) throw new UnreadError(DESCRIBE_CLUSTER.action, "the answer has no vpcId");
    const found = await vpcEndpoints(access());
    return { value: found.filter(({ document }) => document.vpc === vpc) };
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error;
    return unseenOf(error, account);
  }
}
