import type { GraphEdge, GraphNode } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { lookup } from "./lookup";
import type { PageData } from "./page-data";
import { nodeLink } from "./parts";

/** A name with values, such as a node's ARN. */
type Fact = [name: string, ...values: (Markup | string)[]];

/** Returns a function that lists everything known about a node except its grants. */
export function factsOf(data: PageData): (node: GraphNode) => Markup {
  const { accountOf, nodeOf } = data;
  const to = lookup(data.edges, (edge) => [`${edge.kind} ${edge.to}`]);
  const from = lookup(data.edges, (edge) => [`${edge.kind} ${edge.from}`]);
  const within = lookup(data.nodes, (node) => ("parent" in node ? [node.parent] : []));
  const readArns = new Map(data.readings.map(({ arn, target }) => [target, arn]));
  const links = (edges: GraphEdge[], end: "from" | "to") =>
    edges.flatMap((edge) => nodeOf(edge[end]) ?? []).map(nodeLink);

  return (node) => {
    const account = accountOf(node.id);
    const arn = "arn" in node ? node.arn : readArns.get(node.id);
    const all: Fact[] = [
      ["Account", ...(account ? [`${account.name} (${account.accountId})`] : [])],
      ...ofKind(node),
      ["ARN", ...(arn ? [code(arn)] : [])],
    ];
    const known = all.filter(([, ...values]) => values.length > 0);
    return markup`<dl class="facts">${known.map(([name, ...values]) => markup`<dt>${name}<dd>${values.map((one, index) => markup`${index > 0 && markup`<br>`}${one}`)}`)}</dl>`;
  };

  function ofKind(node: GraphNode): Fact[] {
    switch (node.kind) {
      case "reader": {
        const cluster = nodeOf(node.parent);
        const own = from(`assumes ${node.id}`);
        const targets = own.flatMap((edge) => from(`assumes ${edge.to}`));
        return [
          ["Cluster", ...(cluster ? [nodeLink(cluster)] : [])],
          ["Service account", code(`${node.namespace}/${node.serviceAccount}`)],
          ["Roles", ...links([...own, ...targets], "to")],
        ];
      }
      case "role":
        return [["Assumed from", ...links(to(`assumes ${node.id}`), "from")]];
      case "key":
        return [
          ["Region", node.region],
          ["Encrypts", ...links(from(`encrypts ${node.id}`), "to")],
        ];
      case "secret":
        return [
          ["Regions", node.regions.join(", ")],
          ...(node.sealed
            ? [["Sealed", "everyone but its readers and administrators is denied"] as Fact]
            : []),
          ...ofRead(node),
        ];
      case "parameter":
        return ofRead(node);
      case "cluster":
        return [["Readers", ...within(node.id).map(nodeLink)]];
      case "account": {
        const held = within(node.id);
        const runs = held.filter(({ kind }) => kind === "cluster");
        const owns = held.filter(({ kind }) => kind === "secret" || kind === "parameter");
        return [
          ["Clusters", ...runs.map(nodeLink)],
          ["Owns", ...owns.map(nodeLink)],
        ];
      }
    }
  }

  function ofRead({ id }: GraphNode): Fact[] {
    const keys = links(to(`encrypts ${id}`), "from");
    const administrators = data.administrators[accountOf(id)?.id ?? ""] ?? [];
    return [
      ["Encrypted by", ...(keys.length > 0 ? keys : ["the AWS managed key"])],
      ["Administrators, who may read too", ...administrators.map(code)],
    ];
  }
}

function code(text: string): Markup {
  return markup`<code>${text}</code>`;
}
