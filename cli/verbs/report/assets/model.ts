import { addTo } from "iam-proof/collections";
import type { EdgeOf, GraphEdge, GraphNode } from "../../../picture/graph-shape";
import type { PageData, PageResult, Reading } from "../page-data";
import { find, unpack } from "./dom";

/** What the page knows, with what its parts look up. */
interface Model {
  data: PageData;
  /** By id. */
  nodes: Map<string, GraphNode>;
  /** By the id of either end. */
  edgesOf: Map<string, GraphEdge[]>;
  /** By the id of the reader or of what it reads. */
  readingsOf: Map<string, Reading[]>;
  /** Positions of documents, by the id of their node. */
  documentsOf: Map<string, number[]>;
  /** By the id of a node that they are about. */
  resultsOf: Map<string, PageResult[]>;
}

/** Everything that the page knows, once it is loaded. */
export let model: Model;

export async function loadModel(): Promise<void> {
  const data: PageData = JSON.parse(await unpack(find("#data", HTMLScriptElement)));
  const documents = data.documents.map((document, index) => ({ index, node: document.node }));
  model = {
    data,
    nodes: new Map(data.nodes.map((node) => [node.id, node])),
    edgesOf: grouped(data.edges, (edge) => [
      edge.from,
      edge.to,
      ...("as" in edge ? [edge.as] : []),
    ]),
    readingsOf: grouped(data.readings, ({ reader, target }) => [reader, target]),
    documentsOf: new Map(
      [...grouped(documents, ({ node }) => (node ? [node] : []))].map(([id, list]) => [
        id,
        list.map(({ index }) => index),
      ]),
    ),
    resultsOf: grouped(data.results, ({ about }) => about),
  };
}

/** Lists by key; an entry may have several. */
export function grouped<Key, Value>(
  values: readonly Value[],
  keysOf: (value: Value) => Key[],
): Map<Key, Value[]> {
  const lists = new Map<Key, Value[]>();
  for (const value of values) {
    for (const key of new Set(keysOf(value))) {
      addTo(lists, key, value);
    }
  }
  return lists;
}

/** The account that a node is in. */
export function accountOf(id: string): string {
  const node = model.nodes.get(id);
  return node && "parent" in node ? accountOf(node.parent) : id;
}

/** Everything that has to do with a node: who reads it or what it reads, by which roles and keys. */
export function relatedTo(id: string): Set<string> {
  const node = model.nodes.get(id);
  const related = new Set([id]);
  if (!node) return related;
  for (const edge of grantsOf(node)) {
    related.add(edge.from).add(edge.to).add(edge.as);
    for (const { from, kind, to } of model.edgesOf.get(edge.from) ?? []) {
      if (kind === "assumes") related.add(from).add(to);
    }
    for (const { from, kind } of model.edgesOf.get(edge.to) ?? []) {
      if (kind === "encrypts") related.add(from);
    }
  }
  return related;
}

/** The grants that run through a node, whatever it is. */
export function grantsOf(node: GraphNode): EdgeOf<"reads">[] {
  const edges = model.edgesOf.get(node.id) ?? [];
  const ofAll = (ids: string[]) =>
    ids.flatMap((id) => (model.edgesOf.get(id) ?? []).filter((edge) => edge.kind === "reads"));
  switch (node.kind) {
    case "reader":
    case "secret":
    case "parameter":
      return ofAll([node.id]);
    case "role":
      return ofAll(
        edges.flatMap(({ from, kind }) => (kind === "assumes" ? readerBehind(from) : [])),
      );
    case "key":
      return ofAll(edges.map(({ to }) => to));
    case "cluster":
      return ofAll(
        model.data.nodes.flatMap((child) =>
          "parent" in child && child.parent === node.id ? [child.id] : [],
        ),
      );
    case "account":
      return model.data.edges
        .filter((edge) => edge.kind === "reads")
        .filter(({ from, to }) => accountOf(from) === node.id || accountOf(to) === node.id);
  }
}

/**
 * The steps of the grants that run through a node, each as its two ends, a line each: a reader becomes its role, that
 * perhaps a target role, and this reads; without roles the reader itself.
 */
export function stepsOf(node: GraphNode): string[] {
  return grantsOf(node).flatMap(({ as, from, to }) => {
    const assumed = (model.edgesOf.get(as) ?? []).find((edge) => edge.to === as);
    const before = assumed && assumed.from !== from ? [`${from}\n${assumed.from}`] : [];
    return [...before, `${assumed?.from ?? from}\n${as}`, `${as}\n${to}`, `${from}\n${to}`];
  });
}

/** The reader that a role serves, or the reader itself. */
function readerBehind(id: string): string[] {
  if (model.nodes.get(id)?.kind === "reader") return [id];
  return (model.edgesOf.get(id) ?? []).flatMap(({ from, kind, to }) =>
    kind === "assumes" && to === id ? readerBehind(from) : [],
  );
}
