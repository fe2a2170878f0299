import type { EKS, Nodegroup, Update } from "@aws-sdk/client-eks";
import { prefixOf, uniqueSuffix } from "../../common/autoname";
import {
  boolean,
  list,
  map,
  number,
  object,
  pick,
  refused,
  set,
  string,
} from "../../common/values";
import { orGone } from "../account/errors";
import { type AwsResource, parseId } from "../lifecycle/resource";
import { eksTagging, waitForStatus, waitForUpdate } from "./eks";

const outside = "the sandbox's nodes are no machines";

const AS_ASKED = [
  "amiType",
  "capacityType",
  "clusterName",
  "diskSize",
  "instanceTypes",
  "labels",
  "releaseVersion",
  "scalingConfig",
  "tags",
  "taints",
  "updateConfig",
  "version",
] as const;

export const nodeGroup: AwsResource<"eks"> = {
  type: "aws:eks/nodeGroup:NodeGroup",
  service: "eks",
  noun: "EKS Node Group",
  tagging: eksTagging("arn"),
  autoname: { property: "nodeGroupName", maxLength: 255 },
  properties: {
    amiType: string({ computed: true, replaces: true }),
    capacityType: string({ computed: true, replaces: true }),
    clusterName: string({ required: true, replaces: true }),
    diskSize: number({ computed: true, replaces: true }),
    forceUpdateVersion: boolean({ unread: true }),
    instanceTypes: list(string(), { computed: true, replaces: true }),
    labels: map(),
    launchTemplate: refused(outside),
    nodeGroupName: string({
      computed: true,
      replaces: true,
      problem: (name: string) =>
        name.length > 63 ? `must have at most 63 characters, got ${name}` : undefined,
    }),
    nodeGroupNamePrefix: string({ computed: true, replaces: true }),
    nodeRepairConfig: refused(outside, { computed: true }),
    nodeRoleArn: string({ required: true, replaces: true }),
    releaseVersion: string({ computed: true }),
    remoteAccess: refused(outside),
    scalingConfig: object(
      {
        desiredSize: number({ required: true }),
        maxSize: number({ required: true }),
        minSize: number({ required: true }),
      },
      { required: true },
    ),
    subnetIds: set(string(), { required: true, replaces: true }),
    taints: set(
      object({
        effect: string({ required: true }),
        key: string({ required: true }),
        value: string(),
      }),
    ),
    updateConfig: object(
      { maxUnavailable: number(), maxUnavailablePercentage: number() },
      { computed: true },
    ),
    version: string({ computed: true }),
    warmPoolConfig: refused(outside),
  },
  outputs: ["arn", "resources", "status"],

  async create({ client }, inputs, created) {
    const name: string = inputs.nodeGroupName ?? inputs.nodeGroupNamePrefix + uniqueSuffix();
    await client.createNodegroup({
      ...pick(inputs, ...AS_ASKED),
      nodegroupName: name,
      nodeRole: inputs.nodeRoleArn,
      subnets: inputs.subnetIds,
    });
    const id = `${inputs.clusterName}:${name}`;
    created(id);
    const describeNew = () => describe(client, id);
    await waitForStatus(`node group ${id}`, describeNew, ["ACTIVE"], ["CREATE_FAILED", "DELETED"]);
    return id;
  },

  async read({ client }, id) {
    const found = await describe(client, id);
    if (!found) return undefined;
    return {
      ...pick(found, ...AS_ASKED, "status"),
      arn: found.nodegroupArn,
      nodeGroupName: found.nodegroupName,
      nodeGroupNamePrefix: prefixOf(found.nodegroupName),
      nodeRoleArn: found.nodeRole,
      resources: (found.resources?.autoScalingGroups ?? []).map(({ name }) => ({
        autoscalingGroups: [{ name }],
      })),
      subnetIds: found.subnets,
    };
  },

  async update({ client }, id, { inputs, state, changed }) {
    if (changed("labels", "scalingConfig", "taints", "updateConfig")) {
      const gone = Object.keys(state.labels ?? {}).filter((key) => !(key in (inputs.labels ?? {})));
      const { update } = await client.updateNodegroupConfig({
        ...parse(id),
        labels: { addOrUpdateLabels: inputs.labels ?? {}, removeLabels: gone },
        ...pick(inputs, "scalingConfig", "updateConfig"),
        taints: { addOrUpdateTaints: inputs.taints ?? [], removeTaints: state.taints ?? [] },
      });
      await waitForNodes(client, id, update);
    }
    if (changed("version", "releaseVersion")) {
      const { update } = await client.updateNodegroupVersion({
        ...parse(id),
        ...pick(inputs, "version", "releaseVersion"),
        force: inputs.forceUpdateVersion,
      });
      await waitForNodes(client, id, update);
    }
  },

  async delete({ client }, id) {
    await client.deleteNodegroup(parse(id));
    await waitForStatus(
      `node group ${id}`,
      () => describe(client, id),
      ["DELETED"],
      ["DELETE_FAILED"],
    );
  },
};

async function describe(client: EKS, id: string): Promise<Nodegroup | undefined> {
  return (await orGone(client.describeNodegroup(parse(id))))?.nodegroup;
}

async function waitForNodes(client: EKS, id: string, update: Update | undefined): Promise<void> {
  const { clusterName, nodegroupName } = parse(id);
  await waitForUpdate(client, clusterName, update, { nodegroupName });
}

const parse = (id: string) =>
  parseId<"clusterName" | "nodegroupName">(
    id,
    "node group id",
    "cluster-name:node-group-name",
    /^(?<clusterName>[^:]+):(?<nodegroupName>[^:]+)/,
  );
