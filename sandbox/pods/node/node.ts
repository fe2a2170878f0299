import { createHash } from "node:crypto";
import { type ClusterRef, childKey, type NodegroupRecord } from "../../clusters/records";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { trustAllows } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";
import type { KubernetesObject, PodSpec } from "../../kubernetes/model/object";

export interface Node {
  name: string;
  address: string;
  instanceId: string;
  roleArn: string;
  version: string;
  labels: Record<string, string>;
}

const LIFETIME = 6 * 3600;
const RENEWAL_MARGIN = 5 * 60 * 1000;

/** The node of a pod, or the first node that fits. Undefined if none does. */
export function nodeFor(
  platform: Platform,
  cluster: ClusterRef,
  { spec }: KubernetesObject,
): Node | undefined {
  let first: Node | undefined;
  for (const node of eachNode(platform, cluster)) {
    if (node.name === spec?.nodeName) return node;
    if (isSelected(node, spec)) first ??= node;
    if (first && spec?.nodeName === undefined) return first;
  }
  return first;
}

/** Whether a node has every label that a pod's `nodeSelector` asks for. */
export function isSelected({ labels }: Node, spec: Partial<PodSpec> | undefined): boolean {
  return Object.entries(spec?.nodeSelector ?? {}).every(([name, value]) => labels[name] === value);
}

export function nodesOf(platform: Platform, cluster: ClusterRef): Map<string, Node> {
  return new Map([...eachNode(platform, cluster)].map((node) => [node.name, node]));
}

function* eachNode({ store }: Platform, cluster: ClusterRef): Generator<Node> {
  for (const nodegroup of store.values<NodegroupRecord>(childKey("eks-nodegroup", cluster))) {
    const size = desiredSize(nodegroup.config);
    for (let index = 0; index < size; index += 1) yield nodeAt(cluster, nodegroup, index);
  }
}

function nodeAt({ region }: ClusterRef, nodegroup: NodegroupRecord, index: number): Node {
  const digest = createHash("sha256").update(nodegroup.arn).digest();
  const place = (digest.readUInt16BE(0) + index) % 2 ** 16;
  const [high, low] = [place >> 8, place & 0xff];
  const name = `ip-10-0-${high}-${low}.${region}.compute.internal`;
  return {
    name,
    address: `10.0.${high}.${low}`,
    instanceId: `i-${(digest.readUIntBE(0, 4) + index).toString(16).padStart(8, "0")}${digest.toString("hex").slice(8, 17)}`,
    roleArn: nodegroup.nodeRole,
    version: String(nodegroup.config.version),
    labels: {
      ...(nodegroup.config.labels as Record<string, string> | undefined),
      "eks.amazonaws.com/nodegroup": nodegroup.nodegroupName,
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": "linux",
      "topology.kubernetes.io/region": region,
    },
  };
}

/** Gives nodes their role's credentials, as instance metadata does, and renews them before they expire. */
export function createNodeCredentials(platform: Platform) {
  const sessions = new Map<string, Session>();
  return (node: Node, now: Date): Session => {
    const known = sessions.get(node.instanceId);
    const role = findRoleByArn(platform.store, node.roleArn);
    if (!role) throw new Error(`the node's role ${node.roleArn} does not exist`);
    const fresh =
      known?.assumedRoleId.startsWith(`${role.id}:`) &&
      known.expiration.getTime() - RENEWAL_MARGIN > now.getTime();
    if (known && fresh) return known;
    const verdict = trustAllows(platform.store, role, {
      principal: { kind: "service", service: "ec2.amazonaws.com" },
      tags: {},
      context: {},
      now,
    });
    if (!verdict.allowed) {
      throw new Error(`the node's role ${node.roleArn} does not trust ec2.amazonaws.com`);
    }
    const session = issueSession(platform.store, {
      role,
      sessionName: node.instanceId,
      tags: {},
      transitiveTagKeys: [],
      sessionPolicies: [],
      durationSeconds: LIFETIME,
      now,
    });
    sessions.set(node.instanceId, session);
    return session;
  };
}

function desiredSize(config: Record<string, unknown>): number {
  const { desiredSize = 0 } = (config.scalingConfig ?? {}) as { desiredSize?: number };
  return desiredSize;
}
