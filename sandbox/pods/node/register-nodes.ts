import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { NODES } from "../../kubernetes/model/resource-types";
import {
  createObject,
  deleteObject,
  getObject,
  listObjects,
  updateStatus,
} from "../../kubernetes/objects/object-store";
import { type Node, nodesOf } from "./node";

/** Makes a cluster's Node objects those of its nodegroups, as kubelets and the control plane do. Answers how many there are. */
export function registerNodes(platform: Platform, cluster: ClusterRecord): number {
  const { store } = platform;
  const wanted = nodesOf(platform, cluster);
  for (const { metadata } of listObjects(store, cluster, NODES)) {
    if (!wanted.has(metadata.name)) {
      deleteObject(store, cluster, NODES, undefined, metadata.name);
    }
  }
  for (const node of wanted.values()) {
    if (!getObject(store, cluster, NODES, undefined, node.name)) {
      createObject(store, cluster, NODES, nodeObject(cluster, node));
    }
    updateStatus(store, cluster, NODES, node, statusOf(node));
  }
  return wanted.size;
}

/** Nothing is scheduled by them. */
const RESOURCES = { cpu: "2", memory: "4Gi", pods: "110" };

function nodeObject({ region }: ClusterRecord, { instanceId, name, nodegroup }: Node) {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "eks.amazonaws.com/nodegroup": nodegroup,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.kubernetes.io/region": region,
      },
    },
    spec: { providerID: `aws:///${region}a/${instanceId}` },
  };
}

function statusOf({ address, name, version }: Node): Record<string, unknown> {
  return {
    allocatable: RESOURCES,
    capacity: RESOURCES,
    addresses: [
      { type: "InternalIP", address },
      { type: "Hostname", address: name },
    ],
    conditions: [
      { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is ready" },
    ],
    nodeInfo: { kubeletVersion: `v${version}.0-eks-sandbox`, operatingSystem: "linux" },
  };
}
