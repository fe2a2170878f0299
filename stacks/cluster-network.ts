import { type GetSubnetResult, getSubnet } from "@pulumi/aws/ec2/getSubnet";
import { getSubnetsOutput } from "@pulumi/aws/ec2/getSubnets";
import { getVpcsOutput } from "@pulumi/aws/ec2/getVpcs";
import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { LEAST_ZONES, ZONES_WITHOUT_CONTROL_PLANE } from "eks-pod-secrets/rules";
import { type ClusterNetwork, NETWORK } from "./chosen-network";
import { type HeldResources, heldOutputs } from "./held-resources";

/** The properties of a subnet that decide whether a cluster can be in it. */
type Subnet = Pick<GetSubnetResult, "id" | "vpcId" | "availabilityZone" | "availabilityZoneId">;

/** The network of the subnets that the inventory names, or of the default VPC. */
export function clusterNetwork(
  cluster: ResolvedCluster,
  subnetIds: string[] | undefined,
  provider: Provider,
  held: HeldResources,
): pulumi.Output<ClusterNetwork> {
  if (subnetIds) {
    return describeSubnets(subnetIds, provider).apply((subnets) => namedNetwork(cluster, subnets));
  }
  const name = cluster.id + NETWORK;
  // Keeps the first choice: a subnet that is added to the VPC later must not move a cluster or replace its nodes.
  const input =
    heldOutputs(held, "pulumi:index:Stash", name)?.output ??
    defaultSubnets(provider).apply((subnets) => defaultNetwork(cluster, subnets));
  return new pulumi.Stash(name, { input }).output as pulumi.Output<ClusterNetwork>;
}

/** The network of subnets that the inventory names. */
export function namedNetwork({ id }: ResolvedCluster, subnets: Subnet[]): ClusterNetwork {
  const refuse = (says: string) => new pulumi.RunError(`clusters.${id}.create.subnetIds ${says}`);
  const wrong = subnets.find(isWithoutControlPlane);
  if (wrong) throw refuse(`must not have ${shown(wrong)}: EKS makes no control plane there`);
  const vpcIds = distinct(subnets.map(({ vpcId }) => vpcId));
  if (vpcIds.length > 1) throw refuse(`must be of one VPC, got ${vpcIds.join(", ")}`);
  if (zonesOf(subnets).length < LEAST_ZONES) {
    throw refuse(`must be in at least ${LEAST_ZONES} zones, got ${subnets.map(shown).join(", ")}`);
  }
  return networkOf(subnets);
}

/** The network of the default VPC's default subnets that a cluster can be in. */
export function defaultNetwork(cluster: ResolvedCluster, subnets: Subnet[]): ClusterNetwork {
  const chosen = subnets.filter((one) => !isWithoutControlPlane(one));
  if (zonesOf(chosen).length < LEAST_ZONES) {
    const { account, id, region } = cluster;
    throw new pulumi.RunError(
      `account ${account.id} has no default VPC in ${region} with default subnets in ${LEAST_ZONES} zones where EKS makes control planes; write clusters.${id}.create.subnetIds with subnets in at least ${LEAST_ZONES} zones`,
    );
  }
  return networkOf(chosen);
}

function defaultSubnets(provider: Provider): pulumi.Output<GetSubnetResult[]> {
  const isDefault = [{ name: "is-default", values: ["true"] }];
  return getVpcsOutput({ filters: isDefault }, { provider }).ids.apply(([vpcId]) => {
    if (vpcId === undefined) return describeSubnets([], provider);
    const filters = [
      { name: "vpc-id", values: [vpcId] },
      { name: "default-for-az", values: ["true"] },
    ];
    return getSubnetsOutput({ filters }, { provider }).ids.apply((ids) =>
      describeSubnets(ids, provider),
    );
  });
}

function describeSubnets(ids: string[], provider: Provider): pulumi.Output<GetSubnetResult[]> {
  return pulumi.all(ids.map((id) => describeSubnet(id, provider)));
}

/** Adds the subnet's id to errors: AWS's provider does not say which subnet it cannot read. */
function describeSubnet(id: string, provider: Provider): Promise<GetSubnetResult> {
  return getSubnet({ id }, { provider }).catch(({ message }: Error) => {
    throw new pulumi.RunError(`cannot read subnet ${id}: ${message}`);
  });
}

/** The network of these subnets, sorted because AWS returns them in no order. */
function networkOf(subnets: Subnet[]): ClusterNetwork {
  return {
    vpcId: subnets[0]?.vpcId ?? "",
    subnetIds: subnets.map(({ id }) => id).sort(),
    zones: distinct(subnets.map(zoneTitle)).sort(),
  };
}

function isWithoutControlPlane({ availabilityZoneId }: Subnet): boolean {
  return ZONES_WITHOUT_CONTROL_PLANE.has(availabilityZoneId);
}

function zonesOf(subnets: Subnet[]): string[] {
  return distinct(subnets.map(({ availabilityZoneId }) => availabilityZoneId));
}

function distinct(values: string[]): string[] {
  return [...new Set(values)];
}

function shown({ id, ...subnet }: Omit<Subnet, "vpcId">): string {
  return `${id} in ${zoneTitle(subnet)}`;
}

function zoneTitle({
  availabilityZone,
  availabilityZoneId,
}: Pick<Subnet, "availabilityZone" | "availabilityZoneId">): string {
  return `${availabilityZone} (${availabilityZoneId})`;
}
