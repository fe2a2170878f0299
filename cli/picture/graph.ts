import type {
  LandingZone,
  ResolvedAccount,
  ResolvedGrant,
  ResolvedKey,
  ResolvedReader,
  ResolvedRole,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import type { Graph, GraphEdge, GraphNode, NodeOf } from "./graph-shape";

/** Ids of a landing zone's nodes. */
export const nodeId = {
  account: ({ name }: { name: string }) => `account:${name}`,
  cluster: ({ id }: { id: string }) => `cluster:${id}`,
  reader: ({ id }: { id: string }) => `reader:${id}`,
  role: ({ id }: { id: string }) => `role:${id}`,
  targetRole: ({ id }: { id: string }) => `target-role:${id}`,
  key: ({ id }: { id: string }) => `key:${id}`,
  target: ({ kind, target }: ResolvedGrant) => `${kind}:${target.id}`,
  secret: ({ id }: { id: string }) => `secret:${id}`,
  parameter: ({ id }: { id: string }) => `parameter:${id}`,
};

/** A landing zone as nodes and edges, in the inventory's order. Nodes of others come last of their kind. */
export function graphOf(zone: LandingZone): Graph {
  const readers = [...zone.readers, ...zone.externalReaders];
  const secrets = [...zone.secrets, ...zone.externalSecrets];
  const keys = [
    ...new Set([...zone.keys, ...zone.externalSecrets.flatMap(({ key }) => key ?? [])]),
  ];
  const clusters = byId([...zone.clusters, ...zone.externalReaders.map(({ cluster }) => cluster)]);
  const owners = [...clusters, ...secrets].map(({ account }) => account);
  const accounts = new Map([...zone.accounts, ...owners].map((one) => [one.name, one]));
  return {
    nodes: [
      ...[...accounts.values()].map(accountNode),
      ...clusters.map(
        (cluster): GraphNode => ({
          id: nodeId.cluster(cluster),
          kind: "cluster",
          parent: nodeId.account(cluster.account),
          name: cluster.name,
          arn: cluster.arn,
        }),
      ),
      ...readers.flatMap(readerNodes),
      ...keys.map(
        (key): GraphNode => ({
          id: nodeId.key(key),
          kind: "key",
          parent: nodeId.account(key.account),
          name: key.alias ?? key.existingArn ?? key.id,
          region: key.region,
        }),
      ),
      ...secrets.map(secretNode),
      ...zone.parameters.map(
        (parameter): GraphNode => ({
          id: nodeId.parameter(parameter),
          kind: "parameter",
          parent: nodeId.account(parameter.account),
          name: parameter.name,
          arn: parameter.arn,
        }),
      ),
    ],
    edges: [...readers.flatMap(readerEdges), ...encryptions(keys)],
  };
}

function byId<T extends { id: string }>(all: T[]): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

function accountNode(account: ResolvedAccount): GraphNode {
  const { id, name, region } = account;
  return { id: nodeId.account(account), kind: "account", name, accountId: id, region };
}

function readerNodes(reader: ResolvedReader): GraphNode[] {
  const { cluster, external, id, namespace, role, serviceAccount, targetRole } = reader;
  const roleNode = (one: ResolvedRole, node: string, isTarget: boolean): NodeOf<"role"> => ({
    id: node,
    kind: "role",
    parent: nodeId.account(one.account),
    name: one.name,
    arn: one.arn,
    isTarget,
  });
  return [
    {
      id: nodeId.reader(reader),
      kind: "reader",
      parent: nodeId.cluster(cluster),
      name: id,
      namespace,
      serviceAccount,
      ...(external && { external }),
    },
    roleNode(role, nodeId.role(reader), false),
    ...(targetRole ? [roleNode(targetRole, nodeId.targetRole(reader), true)] : []),
  ];
}

function secretNode(secret: ResolvedSecret): GraphNode {
  return {
    id: nodeId.secret(secret),
    kind: "secret",
    parent: nodeId.account(secret.account),
    name: secret.name,
    regions: [secret.region, ...secret.replicas.map(({ region }) => region)],
    sealed: secret.sealed,
    ...(secret.external && { external: secret.external }),
  };
}

function readerEdges(reader: ResolvedReader): GraphEdge[] {
  const [from, role, target] = [
    nodeId.reader(reader),
    nodeId.role(reader),
    nodeId.targetRole(reader),
  ];
  return [
    { kind: "assumes", from, to: role },
    ...(reader.targetRole ? [{ kind: "assumes" as const, from: role, to: target }] : []),
    ...reader.grants.map((grant) => ({
      kind: "reads" as const,
      from,
      to: nodeId.target(grant),
      as: reader.targetRole ? target : role,
      crossAccount: grant.crossAccount,
    })),
  ];
}

function encryptions(keys: readonly ResolvedKey[]): GraphEdge[] {
  return keys.flatMap((key) => {
    const from = nodeId.key(key);
    const encrypts = (to: string) => ({ kind: "encrypts" as const, from, to });
    return [
      ...key.secrets.map((secret) => encrypts(nodeId.secret(secret))),
      ...key.parameters.map((parameter) => encrypts(nodeId.parameter(parameter))),
    ];
  });
}
