import type { Cluster } from "@aws-sdk/client-eks";

import { boolean, list, object, refused, set, string } from "../../common/property";
import { orGone } from "../account/errors";
import type { AwsResource, Context, Inputs } from "../lifecycle/resource";
import { updateEksTags, waitForStatus } from "./eks";

const outside = "the sandbox's clusters do not have it";

export const cluster: AwsResource = {
  type: "aws:eks/cluster:Cluster",
  noun: "EKS Cluster",
  taggable: true,
  regional: true,
  autoname: { maxLength: 100 },
  properties: {
    accessConfig: object(
      {
        authenticationMode: string({ computed: true }),
        bootstrapClusterCreatorAdminPermissions: boolean({ computed: true, replaces: true }),
      },
      { computed: true },
    ),
    bootstrapSelfManagedAddons: boolean({ default: true, replaces: true, unread: true }),
    computeConfig: object({
      enabled: boolean(),
      nodePools: set(string()),
      nodeRoleArn: string(),
    }),
    controlPlaneScalingConfig: refused(outside),
    defaultAddonsToRemoves: list(string(), { unread: true }),
    deletionProtection: boolean({ computed: true }),
    enabledClusterLogTypes: set(string()),
    encryptionConfig: refused(outside),
    forceUpdateVersion: boolean({ unread: true }),
    kubeApiServerConfig: refused(outside),
    kubeControllerManagerConfig: refused(outside),
    kubeSchedulerConfig: refused(outside),
    kubernetesNetworkConfig: object(
      {
        elasticLoadBalancing: object({ enabled: boolean() }, { computed: true }),
        ipFamily: string({ computed: true, replaces: true }),
        serviceIpv4Cidr: string({ computed: true, replaces: true }),
        serviceIpv6Cidr: string({ computed: true }),
      },
      { computed: true },
    ),
    name: string({ computed: true, replaces: true }),
    outpostConfig: refused(outside),
    remoteNetworkConfig: refused(outside),
    roleArn: string({ required: true, replaces: true }),
    storageConfig: object({ blockStorage: object({ enabled: boolean() }) }),
    upgradePolicy: object({ supportType: string({ computed: true }) }, { computed: true }),
    version: string({ computed: true }),
    vpcConfig: object(
      {
        clusterSecurityGroupId: string({ computed: true }),
        endpointPrivateAccess: boolean({ default: false }),
        endpointPublicAccess: boolean({ default: true }),
        publicAccessCidrs: set(string(), { computed: true }),
        securityGroupIds: set(string()),
        subnetIds: set(string(), { required: true }),
        vpcId: string({ computed: true }),
      },
      { required: true },
    ),
    zonalShiftConfig: refused(outside),
  },
  outputs: [
    "arn",
    "certificateAuthority",
    "clusterId",
    "createdAt",
    "endpoint",
    "identities",
    "platformVersion",
    "status",
  ],
  volatile: ["platformVersion"],

  async create(context, inputs, created) {
    const client = await context.account.eks(context.region);
    await client.createCluster({
      name: inputs.name,
      version: inputs.version,
      roleArn: inputs.roleArn,
      accessConfig: inputs.accessConfig,
      bootstrapSelfManagedAddons: inputs.bootstrapSelfManagedAddons,
      computeConfig: inputs.computeConfig,
      deletionProtection: inputs.deletionProtection,
      kubernetesNetworkConfig: inputs.kubernetesNetworkConfig,
      logging: loggingOf(inputs),
      resourcesVpcConfig: vpcOf(inputs),
      storageConfig: inputs.storageConfig,
      upgradePolicy: inputs.upgradePolicy,
      tags: inputs.tags,
    });
    created(inputs.name);
    await waitUntilActive(context, inputs.name);
    return inputs.name;
  },

  async read(context, id) {
    const found = await describe(context, id);
    return found && stateOf(found);
  },

  async update(context, id, update) {
    const { inputs, state, changed } = update;
    const client = await context.account.eks(context.region);
    if (changed("version")) {
      await client.updateClusterVersion({
        name: id,
        version: inputs.version,
        force: inputs.forceUpdateVersion,
      });
      await waitUntilActive(context, id);
    }
    // EKS takes one kind of change a call.
    const changes = {
      accessConfig: {
        accessConfig: { authenticationMode: inputs.accessConfig?.authenticationMode },
      },
      computeConfig: {
        computeConfig: inputs.computeConfig ?? { enabled: false },
        kubernetesNetworkConfig: {
          elasticLoadBalancing: inputs.kubernetesNetworkConfig?.elasticLoadBalancing,
        },
        storageConfig: inputs.storageConfig,
      },
      deletionProtection: { deletionProtection: inputs.deletionProtection },
      enabledClusterLogTypes: { logging: loggingOf(inputs, state) },
      upgradePolicy: { upgradePolicy: inputs.upgradePolicy },
      vpcConfig: { resourcesVpcConfig: vpcOf(inputs) },
    };
    for (const [property, request] of Object.entries(changes)) {
      if (!changed(property)) continue;
      await client.updateClusterConfig({ name: id, ...request });
      await waitUntilActive(context, id);
    }
    await updateEksTags(context, state.arn, update);
  },

  async delete(context, id) {
    const client = await context.account.eks(context.region);
    await client.deleteCluster({ name: id });
    const status = async () => (await describe(context, id))?.status;
    await waitForStatus(`cluster ${id}`, status, ["DELETED"], ["FAILED"]);
  },
};

async function describe(context: Context, name: string): Promise<Cluster | undefined> {
  const client = await context.account.eks(context.region);
  return (await orGone(client.describeCluster({ name })))?.cluster;
}

async function waitUntilActive(context: Context, name: string): Promise<void> {
  const status = async () => (await describe(context, name))?.status;
  await waitForStatus(`cluster ${name}`, status, ["ACTIVE"], ["FAILED", "DELETED"]);
}

function vpcOf({ vpcConfig }: Inputs) {
  const { clusterSecurityGroupId: _, vpcId: __, ...request } = vpcConfig;
  return request;
}

function loggingOf(inputs: Inputs, state: Inputs = {}) {
  const wanted: string[] = inputs.enabledClusterLogTypes ?? [];
  const off = ((state.enabledClusterLogTypes ?? []) as string[]).filter(
    (type) => !wanted.includes(type),
  );
  return {
    clusterLogging: [
      ...(wanted.length > 0 ? [{ enabled: true, types: wanted as never[] }] : []),
      ...(off.length > 0 ? [{ enabled: false, types: off as never[] }] : []),
    ],
  };
}

function stateOf(found: Cluster) {
  const vpc = found.resourcesVpcConfig;
  return {
    id: found.name,
    name: found.name,
    arn: found.arn,
    clusterId: found.id ?? "",
    accessConfig: found.accessConfig ?? {},
    certificateAuthority: { data: found.certificateAuthority?.data ?? "" },
    computeConfig: found.computeConfig ?? {},
    createdAt: found.createdAt?.toISOString(),
    deletionProtection: found.deletionProtection ?? false,
    enabledClusterLogTypes: (found.logging?.clusterLogging ?? [])
      .filter((group) => group.enabled)
      .flatMap((group) => group.types ?? []),
    endpoint: found.endpoint,
    identities: [{ oidcs: [{ issuer: found.identity?.oidc?.issuer ?? "" }] }],
    kubernetesNetworkConfig: found.kubernetesNetworkConfig ?? {},
    platformVersion: found.platformVersion,
    roleArn: found.roleArn,
    status: found.status,
    storageConfig: found.storageConfig ?? {},
    upgradePolicy: found.upgradePolicy ?? {},
    version: found.version,
    vpcConfig: {
      clusterSecurityGroupId: vpc?.clusterSecurityGroupId ?? "",
      endpointPrivateAccess: vpc?.endpointPrivateAccess ?? false,
      endpointPublicAccess: vpc?.endpointPublicAccess ?? true,
      publicAccessCidrs: vpc?.publicAccessCidrs ?? [],
      securityGroupIds: vpc?.securityGroupIds ?? [],
      subnetIds: vpc?.subnetIds ?? [],
      vpcId: vpc?.vpcId ?? "",
    },
    tags: found.tags ?? {},
  };
}
