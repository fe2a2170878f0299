import type { Cluster, EKS } from "@aws-sdk/client-eks";
import { boolean, list, object, pick, refused, set, string } from "../../common/values";
import { orGone } from "../account/errors";
import type { AwsResource, Inputs } from "../lifecycle/resource";
import { eksTagging, waitForStatus, waitForUpdate } from "./eks";

const outside = "the sandbox's clusters do not have it";

const AS_ASKED = [
  "accessConfig",
  "computeConfig",
  "deletionProtection",
  "kubernetesNetworkConfig",
  "roleArn",
  "storageConfig",
  "tags",
  "upgradePolicy",
  "version",
] as const;

export const cluster: AwsResource<"eks"> = {
  type: "aws:eks/cluster:Cluster",
  service: "eks",
  noun: "EKS Cluster",
  tagging: eksTagging("arn"),
  autoname: { maxLength: 255 },
  properties: {
    accessConfig: object(
      {
        authenticationMode: string({ computed: true }),
        bootstrapClusterCreatorAdminPermissions: boolean({ computed: true, replaces: true }),
      },
      { computed: true },
    ),
    bootstrapSelfManagedAddons: boolean({ default: true, replaces: true, unread: true }),
    computeConfig: object({ enabled: boolean(), nodePools: set(string()), nodeRoleArn: string() }),
    controlPlaneScalingConfig: refused(outside, { computed: true }),
    defaultAddonsToRemoves: list(string(), { unread: true }),
    deletionProtection: boolean({ computed: true }),
    enabledClusterLogTypes: set(string()),
    encryptionConfig: refused(outside),
    forceUpdateVersion: boolean({ unread: true }),
    kubeApiServerConfig: refused(outside, { computed: true }),
    kubeControllerManagerConfig: refused(outside, { computed: true }),
    kubeSchedulerConfig: refused(outside, { computed: true }),
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
  retries: [
    { name: "InvalidParameterException", says: "does not exist" },
    { name: "InvalidParameterException", says: "Error in role params" },
    { name: "InvalidParameterException", says: "could not be assumed" },
  ],

  async create({ client }, inputs, created) {
    await client.createCluster({
      ...pick(inputs, "name", ...AS_ASKED, "bootstrapSelfManagedAddons"),
      logging: loggingOf(inputs),
      resourcesVpcConfig: vpcOf(inputs),
    });
    const name: string = inputs.name;
    created(name);
    const describeNew = () => describe(client, name);
    await waitForStatus(`cluster ${name}`, describeNew, ["ACTIVE"], ["FAILED", "DELETED"]);
    return name;
  },

  async read({ client }, id) {
    const found = await describe(client, id);
    return found && stateOf(found);
  },

  async update({ client }, id, { inputs, state, changed }) {
    if (changed("version")) {
      const { update } = await client.updateClusterVersion({
        name: id,
        version: inputs.version,
        force: inputs.forceUpdateVersion,
      });
      await waitForUpdate(client, id, update);
    }
    // EKS accepts one kind of change in a call.
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
      const { update } = await client.updateClusterConfig({ name: id, ...request });
      await waitForUpdate(client, id, update);
    }
  },

  async delete({ client }, id) {
    await client.deleteCluster({ name: id });
    await waitForStatus(`cluster ${id}`, () => describe(client, id), ["DELETED"], ["FAILED"]);
  },
};

async function describe(client: EKS, name: string): Promise<Cluster | undefined> {
  return (await orGone(client.describeCluster({ name })))?.cluster;
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
    ...pick(
      found,
      "name",
      ...AS_ASKED,
      "arn",
      "createdAt",
      "endpoint",
      "platformVersion",
      "status",
    ),
    clusterId: found.id ?? "",
    // It exists once the cluster is active.
    ...(found.certificateAuthority?.data && {
      certificateAuthority: { data: found.certificateAuthority.data },
    }),
    enabledClusterLogTypes: (found.logging?.clusterLogging ?? [])
      .filter((group) => group.enabled)
      .flatMap((group) => group.types ?? []),
    identities: [{ oidcs: [{ issuer: found.identity?.oidc?.issuer ?? "" }] }],
    vpcConfig: {
      clusterSecurityGroupId: vpc?.clusterSecurityGroupId ?? "",
      endpointPrivateAccess: vpc?.endpointPrivateAccess ?? false,
      endpointPublicAccess: vpc?.endpointPublicAccess ?? true,
      publicAccessCidrs: vpc?.publicAccessCidrs ?? [],
      securityGroupIds: vpc?.securityGroupIds ?? [],
      subnetIds: vpc?.subnetIds ?? [],
      vpcId: vpc?.vpcId ?? "",
    },
  };
}
