import { createHash } from "node:crypto";
import { type ClusterRef, childKey, type NodegroupRecord } from "../../clusters/records";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { trustAllows } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { findRoleByArn } from "../../identity/records/iam-records";

/** The node on which a cluster's pods run: one stands for all of a nodegroup. */
export interface Node {
  name: string;
  instanceId: string;
  roleArn: string;
}

const LIFETIME = 6 * 3600;
const RENEWAL_MARGIN = 5 * 60 * 1000;

/** The first nodegroup's node, or undefined while no nodegroup wants any. */
export function nodeOf({ store }: Platform, cluster: ClusterRef): Node | undefined {
  const nodegroup = store
    .list<NodegroupRecord>(childKey("eks-nodegroup", cluster))
    .map(({ value }) => value)
    .find(({ config }) => desiredSize(config) > 0);
  if (!nodegroup) return undefined;
  const digest = createHash("sha256").update(nodegroup.arn).digest();
  return {
    name: `ip-10-0-${digest[0]}-${digest[1]}.${cluster.region}.compute.internal`,
    instanceId: `i-${digest.toString("hex").slice(0, 17)}`,
    roleArn: nodegroup.nodeRole,
  };
}

/** How many nodes a cluster has. */
export function nodeCount({ store }: Platform, cluster: ClusterRef): number {
  return store
    .list<NodegroupRecord>(childKey("eks-nodegroup", cluster))
    .reduce((count, { value }) => count + desiredSize(value.config), 0);
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
