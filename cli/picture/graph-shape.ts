import * as z from "zod";
import { flag, mark, object, text, texts } from "../terminal/answer-shapes";

const id = text("Unique in the graph: the kind, a colon, and the inventory's name.");
const name = text("Name in the inventory.");
const region = text("AWS region.");
const external = mark("Others own or deploy it.");
const account = text("Id of the account's node.");

const node = <Kind extends string, Own extends z.ZodRawShape>(kind: Kind, own: Own) =>
  z.object({ id, kind: z.literal(kind), ...own });

const accountNode = node("account", {
  name,
  accountId: text("AWS account id."),
  region,
});

const clusterNode = node("cluster", {
  parent: account,
  name: text("Name of the EKS cluster."),
  arn: z.string(),
});

const readerNode = node("reader", {
  parent: text("Id of the cluster's node."),
  name,
  namespace: z.string(),
  serviceAccount: z.string(),
  external,
});

const roleNode = node("role", {
  parent: account,
  name: text("Name of the role."),
  arn: z.string(),
  isTarget: flag("A role of the owner, assumed from the reader's own."),
});

const keyNode = node("key", {
  parent: account,
  name: text("Alias of the customer managed key, or its ARN if it has no alias."),
  region,
});

const secretNode = node("secret", {
  parent: account,
  name: text("Name in Secrets Manager."),
  regions: texts("Its own region, then those of its replicas."),
  sealed: flag("Denies everyone except readers and administrators."),
  external,
});

const parameterNode = node("parameter", {
  parent: account,
  name: text("Name in Parameter Store."),
  arn: z.string(),
});

const edge = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("assumes"),
    from: text("A reader, or the reader's own role."),
    to: text("The reader's own role, or its target role."),
  }),
  z.object({
    kind: z.literal("reads"),
    from: text("A reader."),
    to: text("A secret or parameter."),
    as: text("The role that reads."),
    crossAccount: flag("Cluster and secret are of different accounts."),
  }),
  z.object({
    kind: z.literal("encrypts"),
    from: text("A customer managed key."),
    to: text("A secret or parameter. AWS managed keys have no node."),
  }),
]);

/** What `graph` answers with `--json`. */
export const graphShape = object(
  "Answer of eks-pod-secrets graph --json: who reads what, as nodes and edges.",
  {
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
  },
);

export type Graph = z.infer<typeof graphShape>;
export type GraphNode = Graph["nodes"][number];
export type GraphEdge = Graph["edges"][number];
export type NodeOf<Kind extends GraphNode["kind"]> = Extract<GraphNode, { kind: Kind }>;
export type EdgeOf<Kind extends GraphEdge["kind"]> = Extract<GraphEdge, { kind: Kind }>;
