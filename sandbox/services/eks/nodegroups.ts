import { randomUUID } from "node:crypto";
import { isMapping } from "iam-proof/collections";
import { isBeingMade } from "../../clusters/pace";
import {
  type ClusterRecord,
  childKey,
  clusterKey,
  type NodegroupRecord,
} from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";
import { announceChange } from "../../kubernetes/objects/history";
import type { Input } from "../../operations/input/input";
import { invalidParameter, invalidRequest } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import { accessEntryRecord } from "./access-entry-record";
import {
  authoriseCluster,
  type ChildKind,
  clusterOf,
  eksArn,
  inUse,
  listChildren,
  requireChild,
  requireCluster,
} from "./lookup";
import { authorisePassRole } from "./pass-role";
import { readTags } from "./tags";
import { recordUpdate } from "./updates";

const MOST_NODES = 450;

/** A nodegroup stands for its nodes. Pods are scheduled while one has a desired size. */
const NODEGROUP: ChildKind<NodegroupRecord> = {
  kind: "eks-nodegroup",
  member: "nodegroupName",
  arnOf: (record) => record.arn,
  resource: (cluster, id) => `nodegroup/${cluster}/${id}/*`,
  missing: (_cluster, id) => `No node group found for name: ${id}.`,
};

interface Taint {
  key: string;
  value?: string;
  effect: string;
}

const CONFIG_MEMBERS = [
  "scalingConfig",
  "diskSize",
  "subnets",
  "instanceTypes",
  "amiType",
  "labels",
  "taints",
  "updateConfig",
  "capacityType",
  "version",
  "releaseVersion",
];

export function createNodegroup(request: Request) {
  const { call, input } = request;
  const { store } = request.platform;
  const name = input.text("nodegroupName");
  if (!/^[0-9A-Za-z][\w-]{0,62}$/.test(name)) {
    throw invalidParameter(
      "nodegroupName must be 1 to 63 letters, digits, hyphens and underscores",
    );
  }
  const nodeRole = input.text("nodeRole");
  const tags = readTags(input);
  const named = clusterOf(call, input.text("clusterName"));
  const ref = authoriseCluster(request, {
    resourceTags: store.get<ClusterRecord>(clusterKey(named))?.tags,
    context: requestTagContext(tags),
  });
  authorisePassRole(request, nodeRole, "eks.amazonaws.com");
  const cluster = requireCluster(store, ref);
  if (isBeingMade("cluster", cluster, { now: call.now, pace: request.platform.pace })) {
    throw invalidRequest(`Cluster '${cluster.name}' is not in ACTIVE status`);
  }
  if (findRoleByArn(store, nodeRole)?.account !== cluster.account) {
    throw invalidParameter(`The role with name ${nodeRole} cannot be found.`);
  }
  const nodegroup: NodegroupRecord = {
    arn: eksArn(call, `nodegroup/${cluster.name}/${name}/${randomUUID()}`),
    nodegroupName: name,
    nodeRole,
    createdAt: call.now,
    modifiedAt: call.now,
    tags,
    config: readConfig(input, cluster),
  };
  authoriseNewTags(request, "eks:TagResource", nodegroup.arn, tags);
  const key = childKey("eks-nodegroup", cluster, name);
  const entryKey = childKey("eks-access-entry", cluster, nodeRole);
  store.transaction((writer) => {
    if (store.get(key)) {
      throw inUse(`NodeGroup already exists with name ${name} and cluster name ${cluster.name}`);
    }
    writer.put(key, nodegroup);
    // EKS creates the nodes' access entry with the first nodegroup of a role.
    if (!store.get(entryKey)) {
      writer.put(
        entryKey,
        accessEntryRecord(cluster, nodeRole, call.now, {
          type: "EC2_LINUX",
          username: "system:node:{{EC2PrivateDNSName}}",
          kubernetesGroups: ["system:nodes"],
        }),
      );
    }
  });
  announceChange(store, cluster);
  return { nodegroup: describe(request, cluster, nodegroup) };
}

export function describeNodegroup(request: Request) {
  const { cluster, record } = requireChild(request, NODEGROUP);
  return { nodegroup: describe(request, cluster, record) };
}

export function listNodegroups(request: Request) {
  const names = listChildren(request, NODEGROUP).map((record) => record.nodegroupName);
  const { items, more } = cutPage(names, request.input, PAGES.eks, 100);
  return { nodegroups: items, ...more };
}

export function updateNodegroupConfig(request: Request) {
  const { platform, call, input } = request;
  const { cluster, record } = requireChild(request, NODEGROUP);
  checkScaling(input);
  const config = { ...record.config };
  for (const member of ["scalingConfig", "updateConfig"]) {
    const given = input.structure(member);
    if (given) config[member] = { ...(config[member] as object), ...given.members };
  }
  config.taints = updatedTaints(config.taints, input.structure("taints"));
  config.labels = updatedLabels(config.labels, input.structure("labels"));
  save(platform, cluster, { ...record, config, modifiedAt: call.now });
  const { nodegroupName } = record;
  return recordUpdate(request, cluster, { type: "ConfigUpdate", nodegroupName });
}

export function updateNodegroupVersion(request: Request) {
  const { platform, call, input } = request;
  const { cluster, record } = requireChild(request, NODEGROUP);
  // No pod blocks the replacement of a node, so nothing needs force.
  input.flag("force");
  const config = { ...record.config };
  for (const member of ["version", "releaseVersion"]) {
    if (input.has(member)) config[member] = input.members[member];
  }
  save(platform, cluster, { ...record, config, modifiedAt: call.now });
  const { nodegroupName } = record;
  return recordUpdate(request, cluster, { type: "VersionUpdate", nodegroupName });
}

export function deleteNodegroup(request: Request) {
  const { store } = request.platform;
  const { cluster, record } = requireChild(request, NODEGROUP);
  store.transaction((writer) => {
    writer.remove(childKey("eks-nodegroup", cluster, record.nodegroupName));
    const others = store.values<NodegroupRecord>(childKey("eks-nodegroup", cluster));
    if (!others.some(({ nodeRole }) => nodeRole === record.nodeRole)) {
      writer.remove(childKey("eks-access-entry", cluster, record.nodeRole));
    }
  });
  announceChange(store, cluster);
  return { nodegroup: { ...describe(request, cluster, record), status: "DELETING" } };
}

function save({ store }: Platform, cluster: ClusterRecord, nodegroup: NodegroupRecord): void {
  const key = childKey("eks-nodegroup", cluster, nodegroup.nodegroupName);
  store.transaction((writer) => writer.put(key, nodegroup));
  announceChange(store, cluster);
}

function readConfig(input: Input, cluster: ClusterRecord): Record<string, unknown> {
  if ((input.optionalTexts("subnets") ?? []).length === 0) {
    throw invalidParameter("Subnets cannot be empty");
  }
  input.structure("labels");
  input.structures("taints").forEach(readTaint);
  checkScaling(input);
  const config: Record<string, unknown> = {
    scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 },
    diskSize: 20,
    instanceTypes: ["t3.medium"],
    amiType: "AL2023_x86_64_STANDARD",
    capacityType: "ON_DEMAND",
    updateConfig: { maxUnavailable: 1 },
    version: cluster.version,
    releaseVersion: `${cluster.version}.0-20251101`,
    labels: {},
  };
  for (const member of CONFIG_MEMBERS) {
    if (input.has(member)) config[member] = input.members[member];
  }
  return config;
}

function readTaint(input: Input): Taint {
  const value = input.optionalText("value", { max: 63 });
  return {
    key: input.text("key", { min: 1, max: 63 }),
    ...(value !== undefined && { value }),
    effect: input.text("effect", { oneOf: ["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"] }),
  };
}

function checkScaling(input: Input): void {
  const sizes = input.structure("scalingConfig")?.members ?? {};
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || Number(size) < 0 || Number(size) > MOST_NODES) {
      throw invalidParameter(
        `scalingConfig.${name} must be a whole number of at most ${MOST_NODES}, got ${JSON.stringify(size)}`,
      );
    }
  }
}

function describe(
  { call, platform }: Request,
  cluster: ClusterRecord,
  nodegroup: NodegroupRecord,
): Record<string, unknown> {
  const isCreating = isBeingMade("nodegroup", nodegroup, { now: call.now, pace: platform.pace });
  return {
    ...nodegroup.config,
    nodegroupName: nodegroup.nodegroupName,
    nodegroupArn: nodegroup.arn,
    clusterName: cluster.name,
    createdAt: nodegroup.createdAt,
    modifiedAt: nodegroup.modifiedAt,
    status: isCreating ? "CREATING" : "ACTIVE",
    nodeRole: nodegroup.nodeRole,
    resources: { autoScalingGroups: [{ name: `eks-${nodegroup.nodegroupName}` }] },
    health: { issues: [] },
    tags: nodegroup.tags,
  };
}

function updatedLabels(before: unknown, change: Input | undefined): Record<string, unknown> {
  const labels: Record<string, unknown> = isMapping(before) ? { ...before } : {};
  if (!change) return labels;
  Object.assign(labels, change.structure("addOrUpdateLabels")?.members);
  for (const name of change.optionalTexts("removeLabels") ?? []) delete labels[name];
  return labels;
}

/** A taint is identified by key and effect. */
function updatedTaints(before: unknown, change: Input | undefined): unknown {
  if (!change) return before;
  const [added, removed] = ["addOrUpdateTaints", "removeTaints"].map((member) =>
    change.structures(member).map(readTaint),
  ) as [Taint[], Taint[]];
  const isChanged = ({ key, effect }: Taint) =>
    [...added, ...removed].some((taint) => taint.key === key && taint.effect === effect);
  return [...((before ?? []) as Taint[]).filter((taint) => !isChanged(taint)), ...added];
}
