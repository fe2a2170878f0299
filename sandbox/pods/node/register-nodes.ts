import type { ClusterRef } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import { NODES } from "../../kubernetes/model/resource-types";
import type { ClusterObjects } from "../../kubernetes/objects/cluster-objects";
import { type Node, nodesOf } from "./node";

/** Makes a cluster's Node objects match its nodegroups, as kubelets and the control plane do. Returns the nodes. */
export function registerNodes(platform: Platform, objects: ClusterObjects): Node[] {
  const { cluster } = objects;
  const wanted = nodesOf(platform, cluster);
  for (const { metadata } of objects.list(NODES)) {
    if (!wanted.has(metadata.name)) objects.delete(NODES, undefined, metadata.name);
  }
  for (const node of wanted.values()) {
    if (!objects.get(NODES, undefined, node.name)) objects.create(NODES, nodeObject(cluster, node));
    objects.updateStatus(NODES, node, statusOf(node));
  }
  return [...wanted.values()];
}

/** The scheduler does not use them. */
const RESOURCES = { cpu: "2", memory: "4Gi", pods: "110" };

function nodeObject({ region }: ClusterRef, { instanceId, labels, name }: Node) {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels },
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
