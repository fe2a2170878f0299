import { addTo, groupBy } from "iam-proof/collections";
import type { EdgeOf, Graph, GraphNode, NodeOf } from "./graph-shape";

/** A part of a graph that is drawn separately. */
export interface Part {
  /** The cluster in which its readers run, or the account that owns what they read. */
  about: NodeOf<"cluster"> | NodeOf<"account">;
  /** The number of this part among those about the same thing. */
  number: number;
  of: number;
  graph: Graph;
}

/** A grant, or a node without one: a reader that reads nothing, or a secret that nobody reads. */
type Unit = EdgeOf<"reads"> | string;

type Fits = (part: Graph, about: Part["about"]) => boolean;

/** What the readers of each cluster read, cluster by cluster, in as few parts as fit. */
export function clusterParts(graph: Graph, fits: Fits): Part[] {
  return partsOf(graph, fits, { about: "cluster", of: ["reader"], end: "from" });
}

/** Who reads what each account owns, account by account, in as few parts as fit. */
export function ownerParts(graph: Graph, fits: Fits): Part[] {
  return partsOf(graph, fits, { about: "account", of: ["secret", "parameter"], end: "to" });
}

interface Side {
  about: Part["about"]["kind"];
  /** The kinds of nodes that a part can be about, and the end of a grant at which they are. */
  of: GraphNode["kind"][];
  end: "from" | "to";
}

function partsOf(graph: Graph, fits: Fits, { about, end, of }: Side): Part[] {
  const reads = graph.edges.filter((edge) => edge.kind === "reads");
  const readsOf = new Map(groupBy(reads, (edge) => edge[end]));
  const members = graph.nodes.filter(({ kind }) => of.includes(kind));
  const membersOf = new Map(groupBy(members, (node) => ("parent" in node ? node.parent : "")));
  const pick = picker(graph);
  return graph.nodes.flatMap((node) => {
    if ((node.kind !== "cluster" && node.kind !== "account") || node.kind !== about) return [];
    const units = (membersOf.get(node.id) ?? []).flatMap(
      ({ id }): Unit[] => readsOf.get(id) ?? [id],
    );
    return units.length === 0 ? [] : inParts(node, units, pick, fits);
  });
}

/** The part of the graph around one node: the grants that involve it, or only the node. */
export function partAbout(graph: Graph, { id }: GraphNode): Graph {
  return picker(graph)(grantsThrough(graph).get(id) ?? [id]);
}

/** The grants that involve a node, by the node's id: as a reader, a role, what is read, its key, or what contains one of these. */
export function grantsThrough({ edges, nodes }: Graph): Map<string, EdgeOf<"reads">[]> {
  const parents = new Map(nodes.map((one) => [one.id, "parent" in one ? one.parent : undefined]));
  const above = (id: string | undefined): string[] =>
    id === undefined ? [] : [id, ...above(parents.get(id))];
  const before = new Map(
    groupBy(
      edges.filter((edge) => edge.kind !== "reads"),
      ({ kind, from, to }) => (kind === "assumes" ? from : to),
    ),
  );
  const beside = (id: string) =>
    (before.get(id) ?? []).map(({ from, kind, to }) => (kind === "assumes" ? to : from));
  const grants = new Map<string, EdgeOf<"reads">[]>();
  for (const edge of edges) {
    if (edge.kind !== "reads") continue;
    const { as, from, to } = edge;
    const ids = [...above(from), ...beside(from), as, ...above(to), ...beside(to)];
    for (const id of new Set(ids)) addTo(grants, id, edge);
  }
  return grants;
}

/** Splits units into parts of equal size that all fit. A unit that does not fit alone becomes a part nevertheless. */
function inParts(
  about: Part["about"],
  units: Unit[],
  pick: (units: readonly Unit[]) => Graph,
  fits: Fits,
): Part[] {
  for (let of = 1; ; of += 1) {
    const size = Math.ceil(units.length / of);
    const graphs = chunks(units, size).map(pick);
    if (size > 1 && !graphs.every((one) => fits(one, about))) continue;
    return graphs.map((graph, index) => ({ about, number: index + 1, of: graphs.length, graph }));
  }
}

function chunks<T>(all: T[], size: number): T[][] {
  const number = Math.ceil(all.length / size);
  return Array.from({ length: number }, (_, index) => all.slice(index * size, (index + 1) * size));
}

/** Returns a function that selects units from a graph, with the accounts, clusters, roles and keys that belong to them. */
function picker(graph: Graph): (units: readonly Unit[]) => Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const position = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const assumes = graph.edges.filter((edge) => edge.kind === "assumes");
  const rolesOf = new Map(groupBy(assumes, ({ from }) => from));
  const encrypts = graph.edges.filter((edge) => edge.kind === "encrypts");
  const keysOf = new Map(groupBy(encrypts, ({ to }) => to));

  return (units) => {
    const ids = new Set<string>();
    const edges = new Set<Graph["edges"][number]>();
    const add = (id: string): void => {
      const node = nodes.get(id);
      if (!node || ids.has(id)) return;
      ids.add(id);
      if ("parent" in node) add(node.parent);
      for (const edge of [...(rolesOf.get(id) ?? []), ...(keysOf.get(id) ?? [])]) {
        edges.add(edge);
        add(edge.kind === "assumes" ? edge.to : edge.from);
      }
    };
    for (const unit of units) {
      if (typeof unit === "string") {
        add(unit);
        continue;
      }
      edges.add(unit);
      add(unit.from);
      add(unit.to);
    }
    const inOrder = [...ids].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0));
    return { nodes: inOrder.flatMap((id) => nodes.get(id) ?? []), edges: [...edges] };
  };
}
