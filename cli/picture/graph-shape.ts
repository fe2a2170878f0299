import * as z from "zod";

const id = z.string().describe("Unique in the graph: the kind, a colon, and the inventory's name.");
const name = z.string().describe("Name in the inventory.");
const region = z.string().describe("AWS region.");
const external = z.literal(true).optional().describe("Others own or deploy it.");
const account = z.string().describe("Id of the account's node.");

const node = <Kind extends string, Own extends z.ZodRawShape>(kind: Kind, own: Own) =>
  z.object({ id, kind: z.literal(kind), ...own });

const accountNode = node("account", {
  name,
  accountId: z.string().describe("AWS account id."),
  region,
});

const clusterNode = node("cluster", {
  parent: account,
  name: z.string().describe("Name of the EKS cluster."),
  arn: z.string(),
});

const readerNode = node("reader", {
  parent: z.string().describe("Id of the cluster's node."),
  name,
  namespace: z.string(),
  serviceAccount: z.string(),
  external,
});

const roleNode = node("role", {
  parent: account,
  name: z.string().describe("Name of the role."),
  arn: z.string(),
  isTarget: z.boolean().describe("A role of the owner, assumed from the reader's own."),
});

const keyNode = node("key", {
  parent: account,
  name: z.string().describe("Alias of the customer managed key, or its ARN if it has no alias."),
  region,
});

const secretNode = node("secret", {
  parent: account,
  name: z.string().describe("Name in Secrets Manager."),
  regions: z.array(z.string()).describe("Its own region, then those of its replicas."),
  sealed: z.boolean().describe("Denies everyone except readers and administrators."),
  external,
});

const parameterNode = node("parameter", {
  parent: account,
  name: z.string().describe("Name in Parameter Store."),
  arn: z.string(),
});

const edge = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("assumes"),
    from: z.string().describe("A reader, or the reader's own role."),
    to: z.string().describe("The reader's own role, or its target role."),
  }),
  z.object({
    kind: z.literal("reads"),
    from: z.string().describe("A reader."),
    to: z.string().describe("A secret or parameter."),
    as: z.string().describe("The role that reads."),
    crossAccount: z.boolean().describe("Cluster and secret are of different accounts."),
  }),
  z.object({
    kind: z.literal("encrypts"),
    from: z.string().describe("A customer managed key."),
    to: z.string().describe("A secret or parameter. AWS managed keys have no node."),
  }),
]);

/** What `graph` answers with `--json`. */
export const graphShape = z
  .object({
    nodes: z.array(
      z.discriminatedUnion("kind", [
        accountNode,
        clusterNode,
        readerNode,
        roleNode,
        keyNode,
        secretNode,
        parameterNode,
      ]),
    ),
    edges: z.array(edge),
  })
  .describe("Answer of eks-pod-secrets graph --json: who reads what, as nodes and edges.");

export type Graph = z.infer<typeof graphShape>;
export type GraphNode = Graph["nodes"][number];
export type GraphEdge = Graph["edges"][number];
export type NodeOf<Kind extends GraphNode["kind"]> = Extract<GraphNode, { kind: Kind }>;
export type EdgeOf<Kind extends GraphEdge["kind"]> = Extract<GraphEdge, { kind: Kind }>;
