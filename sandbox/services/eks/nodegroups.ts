import { randomUUID } from "node:crypto";
import {
  type ClusterRecord,
  childKey,
  clusterKey,
  type NodegroupRecord,
} from "../../clusters/records";
import { findRoleByArn } from "../../identity/records/iam-records";
import { announceChange } from "../../kubernetes/objects/change-feed";
import { requestTagContext } from "../../operations/tags/tags";
import type { Call } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { accessEntryRecord } from "./access-entries";
import {
  type Input,
  invalidParameter,
  isObject,
  optionalObject,
  paginate,
  requiredString,
  stringList,
  tagsOf,
} from "./input";
import { authorise, clusterOf, eksArn, inUse, requireChild, requireCluster } from "./lookup";
import { authorisePassRole } from "./pass-role";

const CONFIG_MEMBERS = [
  "scalingConfig",
  "diskSize",
  "subnets",
  "instanceTypes",
  "amiType",
  "remoteAccess",
  "labels",
  "taints",
  "launchTemplate",
  "updateConfig",
  "nodeRepairConfig",
  "capacityType",
  "version",
  "releaseVersion",
];

/** The operations on nodegroups. A nodegroup stands for its nodes: pods are scheduled while one has a desired size. */
export function nodegroupOperations(platform: Platform) {
  const { store } = platform;

  const existing = (call: Call, input: Input, action: string) => {
    const cluster = clusterOf(call, requiredString(input, "clusterName"));
    const id = requiredString(input, "nodegroupName");
    const nodegroup = requireChild<NodegroupRecord>(platform, call, action, {
      kind: "eks-nodegroup",
      cluster,
      id,
      arnOf: (record) => record.arn,
      fallbackArn: eksArn(call, `nodegroup/${cluster.name}/${id}/*`),
      missing: `No node group found for name: ${id}.`,
    });
    return { cluster: requireCluster(store, cluster), nodegroup };
  };

  const save = (cluster: ClusterRecord, nodegroup: NodegroupRecord) => {
    const key = childKey("eks-nodegroup", cluster, nodegroup.nodegroupName);
    store.transaction((writer) => writer.put(key, nodegroup));
    announceChange(store, cluster);
  };

  return {
    CreateNodegroup(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      const name = requiredString(input, "nodegroupName");
      if (!/^[0-9A-Za-z][\w-]{0,62}$/.test(name)) {
        throw invalidParameter(
          "nodegroupName must be 1 to 63 letters, digits, hyphens and underscores",
        );
      }
      const nodeRole = requiredString(input, "nodeRole");
      const tags = tagsOf(input);
      const resource = eksArn(call, `cluster/${cluster.name}`);
      authorise(platform, call, {
        action: "CreateNodegroup",
        resource,
        resourceTags: store.get<ClusterRecord>(clusterKey(cluster))?.tags,
        context: requestTagContext(tags),
      });
      authorisePassRole(platform, call, nodeRole, "eks.amazonaws.com");
      const owner = requireCluster(store, cluster);
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
        config: configOf(input, owner),
      };
      const entryKey = childKey("eks-access-entry", cluster, nodeRole);
      store.transaction((writer) => {
        if (store.get(childKey("eks-nodegroup", cluster, name))) {
          throw inUse(
            `NodeGroup already exists with name ${name} and cluster name ${cluster.name}`,
          );
        }
        writer.put(childKey("eks-nodegroup", cluster, name), nodegroup);
        // EKS makes the nodes' own access entry with the first nodegroup of a role.
        if (!store.get(entryKey)) {
          writer.put(
            entryKey,
            accessEntryRecord(owner, nodeRole, call.now, {
              type: "EC2_LINUX",
              username: "system:node:{{EC2PrivateDNSName}}",
              kubernetesGroups: ["system:nodes"],
            }),
          );
        }
      });
      announceChange(store, cluster);
      return { nodegroup: describe(owner, nodegroup) };
    },

    DescribeNodegroup(call: Call, input: Input) {
      const { cluster, nodegroup } = existing(call, input, "DescribeNodegroup");
      return { nodegroup: describe(cluster, nodegroup) };
    },

    ListNodegroups(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      authorise(platform, call, {
        action: "ListNodegroups",
        resource: eksArn(call, `cluster/${cluster.name}`),
      });
      requireCluster(store, cluster);
      const nodegroups = store.list<NodegroupRecord>(childKey("eks-nodegroup", cluster));
      const { page, nextToken } = paginate(
        nodegroups.map(({ value }) => value.nodegroupName),
        input,
      );
      return { nodegroups: page, nextToken };
    },

    UpdateNodegroupConfig(call: Call, input: Input) {
      const { cluster, nodegroup } = existing(call, input, "UpdateNodegroupConfig");
      checkScaling(input);
      const config = { ...nodegroup.config };
      for (const member of ["scalingConfig", "updateConfig", "nodeRepairConfig"]) {
        const given = optionalObject(input, member);
        if (given) config[member] = { ...(config[member] as object), ...given };
      }
      config.labels = updatedLabels(config.labels, optionalObject(input, "labels"));
      save(cluster, { ...nodegroup, config, modifiedAt: call.now });
      return { update: update("ConfigUpdate", call.now) };
    },

    UpdateNodegroupVersion(call: Call, input: Input) {
      const { cluster, nodegroup } = existing(call, input, "UpdateNodegroupVersion");
      const config = { ...nodegroup.config };
      for (const member of ["version", "releaseVersion", "launchTemplate"]) {
        if (input[member] !== undefined) config[member] = input[member];
      }
      save(cluster, { ...nodegroup, config, modifiedAt: call.now });
      return { update: update("VersionUpdate", call.now) };
    },

    DeleteNodegroup(call: Call, input: Input) {
      const { cluster, nodegroup } = existing(call, input, "DeleteNodegroup");
      store.transaction((writer) => {
        writer.remove(childKey("eks-nodegroup", cluster, nodegroup.nodegroupName));
        const others = store.list<NodegroupRecord>(childKey("eks-nodegroup", cluster));
        if (!others.some(({ value }) => value.nodeRole === nodegroup.nodeRole)) {
          writer.remove(childKey("eks-access-entry", cluster, nodegroup.nodeRole));
        }
      });
      announceChange(store, cluster);
      return { nodegroup: { ...describe(cluster, nodegroup), status: "DELETING" } };
    },
  };
}

function configOf(input: Input, cluster: ClusterRecord): Record<string, unknown> {
  stringList(input, "subnets");
  optionalObject(input, "labels");
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
    if (input[member] !== undefined) config[member] = input[member];
  }
  return config;
}

function checkScaling(input: Input): void {
  for (const [name, size] of Object.entries(optionalObject(input, "scalingConfig") ?? {})) {
    if (!Number.isInteger(size) || Number(size) < 0) {
      throw invalidParameter(
        `scalingConfig.${name} must be a whole number, got ${JSON.stringify(size)}`,
      );
    }
  }
}

function describe(cluster: ClusterRecord, nodegroup: NodegroupRecord): Record<string, unknown> {
  return {
    ...nodegroup.config,
    nodegroupName: nodegroup.nodegroupName,
    nodegroupArn: nodegroup.arn,
    clusterName: cluster.name,
    createdAt: nodegroup.createdAt,
    modifiedAt: nodegroup.modifiedAt,
    status: "ACTIVE",
    nodeRole: nodegroup.nodeRole,
    resources: { autoScalingGroups: [{ name: `eks-${nodegroup.nodegroupName}` }] },
    health: { issues: [] },
    tags: nodegroup.tags,
  };
}

function updatedLabels(before: unknown, change: Input | undefined): Record<string, unknown> {
  const labels: Record<string, unknown> = isObject(before) ? { ...before } : {};
  if (!change) return labels;
  Object.assign(labels, optionalObject(change, "addOrUpdateLabels"));
  for (const name of stringList(change, "removeLabels")) delete labels[name];
  return labels;
}

function update(type: string, now: Date) {
  return {
    id: randomUUID(),
    status: "Successful",
    type,
    params: [],
    createdAt: now,
    errors: [],
  };
}
