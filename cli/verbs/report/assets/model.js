import { find, unpack } from "./dom.js";

/** @typedef {import("../page-data").PageData} PageData */
/** @typedef {import("../page-data").Reading} Reading */
/** @typedef {import("../page-data").PageResult} PageResult */
/** @typedef {import("../../../picture/graph-shape").GraphNode} GraphNode */
/** @typedef {import("../../../picture/graph-shape").GraphEdge} GraphEdge */

/**
 * What the page knows, with what its parts look up.
 * @typedef {object} Model
 * @property {PageData} data
 * @property {Map<string, GraphNode>} nodes by id
 * @property {Map<string, GraphEdge[]>} edgesOf by the id of either end
 * @property {Map<string, Reading[]>} readingsOf by the id of the reader or of what it reads
 * @property {Map<string, number[]>} documentsOf positions of documents, by the id of their node
 * @property {Map<string, PageResult[]>} resultsOf by the id of a node that they are about
 */

/**
 * Everything that the page knows, once it is loaded.
 * @type {Model}
 */
export let model;

export async function loadModel() {
  /** @type {PageData} */
  const data = JSON.parse(await unpack(find("#data", HTMLScriptElement)));
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

/**
 * Lists by key; an entry may have several.
 * @template Key, Value
 * @param {readonly Value[]} values
 * @param {(value: Value) => Key[]} keysOf
 * @returns {Map<Key, Value[]>}
 */
export function grouped(values, keysOf) {
  /** @type {Map<Key, Value[]>} */
  const lists = new Map();
  for (const value of values) {
    for (const key of new Set(keysOf(value))) {
      const list = lists.get(key);
      if (list) list.push(value);
      else lists.set(key, [value]);
    }
  }
  return lists;
}

/**
 * The account that a node is in.
 * @param {string} id
 * @returns {string}
 */
export function accountOf(id) {
  const node = model.nodes.get(id);
  return node && "parent" in node ? accountOf(node.parent) : id;
}

/**
 * Everything that has to do with a node: who reads it or what it reads, by which roles and keys.
 * @param {string} id
 * @returns {Set<string>}
 */
export function relatedTo(id) {
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

/**
 * The grants that run through a node, whatever it is.
 * @param {GraphNode} node
 * @returns {Extract<GraphEdge, { kind: "reads" }>[]}
 */
export function grantsOf(node) {
  const edges = model.edgesOf.get(node.id) ?? [];
  /** @param {string[]} ids */
  const ofAll = (ids) =>
    ids.flatMap((id) => (model.edgesOf.get(id) ?? []).filter(({ kind }) => kind === "reads"));
  const found = (() => {
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
        return model.data.edges.filter(
          ({ from, kind, to }) =>
            kind === "reads" && (accountOf(from) === node.id || accountOf(to) === node.id),
        );
    }
  })();
  return /** @type {Extract<GraphEdge, { kind: "reads" }>[]} */ (found);
}

/**
 * The steps of the grants that run through a node, each as its two ends, a line each: a reader becomes its role, that
 * perhaps a target role, and this reads; without roles the reader itself.
 * @param {GraphNode} node
 * @returns {string[]}
 */
export function stepsOf(node) {
  return grantsOf(node).flatMap(({ as, from, to }) => {
    const assumed = (model.edgesOf.get(as) ?? []).find((edge) => edge.to === as);
    const before = assumed && assumed.from !== from ? [`${from}\n${assumed.from}`] : [];
    return [...before, `${assumed?.from ?? from}\n${as}`, `${as}\n${to}`, `${from}\n${to}`];
  });
}

/**
 * The reader that a role serves, or the reader itself.
 * @param {string} id
 * @returns {string[]}
 */
function readerBehind(id) {
  if (model.nodes.get(id)?.kind === "reader") return [id];
  return (model.edgesOf.get(id) ?? []).flatMap(({ from, kind, to }) =>
    kind === "assumes" && to === id ? readerBehind(from) : [],
  );
}
