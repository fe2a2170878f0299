import { createHash } from "node:crypto";
import { type ClusterRef, childKey, type NodegroupRecord } from "../../clusters/records";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { trustAllows } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";

/** A node of a cluster. */
export interface Node {
  name: string;
  address: string;
  instanceId: string;
  nodegroup: string;
  roleArn: string;
  /** Of Kubernetes. */
  version: string;
}

const LIFETIME = 6 * 3600;
const RENEWAL_MARGIN = 5 * 60 * 1000;

/** The node on which a cluster's pods run, or undefined while no nodegroup wants any. */
export function nodeOf(platform: Platform, cluster: ClusterRef): Node | undefined {
  const nodegroup = nodegroupsOf(platform, cluster).find(({ config }) => desiredSize(config) > 0);
  return nodegroup && nodeAt(cluster, nodegroup, 0);
}

/** All nodes that a cluster's nodegroups want, by their names. */
export function nodesOf(platform: Platform, cluster: ClusterRef): Map<string, Node> {
  const nodes = nodegroupsOf(platform, cluster).flatMap((nodegroup) =>
    Array.from({ length: desiredSize(nodegroup.config) }, (_, index) =>
      nodeAt(cluster, nodegroup, index),
    ),
  );
  return new Map(nodes.map((node) => [node.name, node]));
}

function nodegroupsOf({ store }: Platform, cluster: ClusterRef): NodegroupRecord[] {
  return store.values<NodegroupRecord>(childKey("eks-nodegroup", cluster));
}

function nodeAt({ region }: ClusterRef, nodegroup: NodegroupRecord, index: number): Node {
  const digest = createHash("sha256").update(nodegroup.arn).digest();
  const place = (digest.readUInt16BE(0) + index) % 2 ** 16;
  const [high, low] = [place >> 8, place & 0xff];
  return {
    name: `ip-10-0-${high}-${low}.${region}.compute.internal`,
    address: `10.0.${high}.${low}`,
    instanceId: `i-${(digest.readUIntBE(0, 4) + index).toString(16).padStart(8, "0")}${digest.toString("hex").slice(8, 17)}`,
    nodegroup: nodegroup.nodegroupName,
    roleArn: nodegroup.nodeRole,
    version: String(nodegroup.config.version),
  };
}

/** Gives nodes the credentials of their role, as instance metadata does, and renews them before they expire. */
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
      service: "ec2.amazonaws.com",
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
