import "@pulumi/aws/eks";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { Provider } from "@pulumi/aws/provider";
import { Cluster } from "@pulumi/eks/cluster";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_INSTANCE_TYPES } from "eks-pod-secrets/defaults";
import {
  type ClusterCreation,
  type EndpointSettings,
  type ResolvedCluster,
  TOKEN_AUDIENCE,
} from "eks-pod-secrets/grant";
import { isArm, NEWEST, nodeScaling } from "eks-pod-secrets/rules";
import { clusterNetwork } from "./cluster-network";
import type { ClusterConnection } from "./contract";
import { type HeldResources, heldOutputs } from "./held-resources";
import { noteAgain } from "./observed-run";
import { protection } from "./provider";

// Registers the module of the cluster that @pulumi/eks returns as a resource.

export interface CreatedCluster {
  connection: pulumi.Output<ClusterConnection>;
  /** The nodes that pods run on. */
  nodes: pulumi.Resource[];
}

/** Creates a cluster with one managed node group. */
export function createCluster(
  resolved: ResolvedCluster,
  { endpoint, nodes: settings = {}, subnetIds, version }: ClusterCreation,
  provider: Provider,
  held: HeldResources,
  needsTokens: boolean,
): CreatedCluster {
  const { account, id, name } = resolved;
  const network = clusterNetwork(resolved, subnetIds, provider, held);
  const addons = addonVersions(resolved, held);
  const cluster = new Cluster(
    id,
    {
      name,
      version,
      vpcId: network.vpcId,
      subnetIds: network.subnetIds,
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
      kubeProxyAddonOptions: { version: addons["kube-proxy"] },
      vpcCniOptions: { addonVersion: addons["vpc-cni"] },
      ...endpointArgs(endpoint),
    },
    { providers: [provider], ...protection() },
  );
  recordAddons(resolved, cluster.eksCluster.version);
  const nodeRole = new Role(
    `${id}-node`,
    { assumeRolePolicy: JSON.stringify(nodeTrust) },
    { provider },
  );
  const attachments = nodePolicies.map(
    (policy) =>
      new RolePolicyAttachment(
        `${id}-node-${policy}`,
        { role: nodeRole.name, policyArn: `arn:${account.partition}:iam::aws:policy/${policy}` },
        { provider },
      ),
  );
  const { instanceTypes = [...DEFAULT_INSTANCE_TYPES] } = settings;
  const { desired, max, min } = nodeScaling(settings);
  const nodes = new NodeGroup(
    `${id}-nodes`,
    {
      clusterName: cluster.eksCluster.name,
      version,
      nodeRoleArn: nodeRole.arn,
      subnetIds: network.subnetIds,
      // On Amazon Linux 2023 the metadata service only answers nodes, so pods cannot take the node's role.
      amiType: instanceTypes.every(isArm) ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
      instanceTypes,
      scalingConfig: { minSize: min, desiredSize: desired, maxSize: max },
    },
    {
      provider,
      dependsOn: attachments,
      // An autoscaler sets the number, unless the inventory does.
      ignoreChanges: settings.desired === undefined ? ["scalingConfig.desiredSize"] : [],
    },
  );
  const tokens = tokenProvider(id, cluster, provider, held, needsTokens);
  return { connection: connectionOf(cluster, tokens?.arn), nodes: [nodes] };
}

/**
 * The IAM OIDC provider, with which IAM accepts the tokens of the cluster's service accounts. It gives nobody a role by itself, so
 * it stays once it was created: pods may need it until their workloads have changed.
 */
function tokenProvider(
  id: string,
  { eksCluster }: Cluster,
  provider: Provider,
  held: HeldResources,
  isNeeded: boolean,
): OpenIdConnectProvider | undefined {
  const name = `${id}-tokens`;
  const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
  if (!isNeeded && !heldOutputs(held, type, name)) return undefined;
  const url = eksCluster.identities.apply((identities) => identities[0]?.oidcs?.[0]?.issuer ?? "");
  return new OpenIdConnectProvider(name, { url, clientIdLists: [TOKEN_AUDIENCE] }, { provider });
}

function endpointArgs({ publicAccessCidrs, ...reached }: EndpointSettings = {}) {
  return {
    ...(reached.public !== undefined && { endpointPublicAccess: reached.public }),
    ...(reached.private !== undefined && { endpointPrivateAccess: reached.private }),
    ...(publicAccessCidrs && { publicAccessCidrs }),
  };
}

/** The first one lets the Pod Identity agent exchange tokens for credentials. */
const nodePolicies = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKS_CNI_Policy",
];

const nodeTrust = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Nodes",
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
};

function connectionOf(
  { eksCluster }: Cluster,
  oidcProviderArn: pulumi.Output<string> | undefined,
): pulumi.Output<ClusterConnection> {
  return pulumi
    .all([
      eksCluster.arn,
      eksCluster.endpoint,
      eksCluster.certificateAuthority,
      eksCluster.identities,
      oidcProviderArn,
    ])
    .apply(([arn, endpoint, certificateAuthority, identities, oidcProviderArn]) => ({
      arn,
      endpoint,
      certificateAuthority: certificateAuthority.data,
      oidcIssuer: identities[0]?.oidcs?.[0]?.issuer ?? "",
      ...(oidcProviderArn && { oidcProviderArn }),
    }));
}

/** Versions of the add-ons that `@pulumi/eks` installs, by their names. */
type AddonVersions = NonNullable<ClusterCreation["addons"]>;

/**
 * The versions to pass to `@pulumi/eks`. For an undefined one it takes the newest for the cluster's Kubernetes version. Unless the
 * inventory says otherwise, an add-on keeps its version until the Kubernetes version changes.
 */
export function addonVersions(cluster: ResolvedCluster, held: HeldResources): AddonVersions {
  const kept = isSettled(cluster, held) ? heldVersions(cluster, held) : {};
  const { addons = {} } = cluster.create ?? {};
  const versionOf = (addon: keyof AddonVersions) => {
    const version = addons[addon] ?? kept[addon];
    if (version === NEWEST) noteAgain(`takes the newest ${addon}`);
    return version === NEWEST ? undefined : version;
  };
  return { "kube-proxy": versionOf("kube-proxy"), "vpc-cni": versionOf("vpc-cni") };
}

/**
 * Records the Kubernetes version that the add-ons were chosen for, once they are installed. After a failed run, the next one
 * chooses again.
 */
function recordAddons({ id }: ResolvedCluster, kubernetesVersion: pulumi.Output<string>): void {
  new pulumi.Stash(recordName(id), { input: kubernetesVersion });
}

/** Whether the add-ons were chosen for the cluster's intended Kubernetes version. */
function isSettled({ create, id, name }: ResolvedCluster, held: HeldResources): boolean {
  const cluster = Object.values(held).find(
    ({ outputs, type }) => type === "aws:eks/cluster:Cluster" && outputs?.name === name,
  );
  const recorded = heldOutputs(held, "pulumi:index:Stash", recordName(id))?.input;
  return recorded !== undefined && recorded === (create?.version ?? cluster?.outputs?.version);
}

function heldVersions({ name }: ResolvedCluster, held: HeldResources): AddonVersions {
  const addons = Object.values(held).filter(
    ({ outputs, type }) => type === "aws:eks/addon:Addon" && outputs?.clusterName === name,
  );
  return Object.fromEntries(
    addons.map(({ outputs }) => [outputs?.addonName, outputs?.addonVersion]),
  );
}

function recordName(id: string): string {
  return `${id}-addons`;
}
