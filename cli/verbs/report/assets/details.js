import { element, find } from "./dom.js";
import { accountOf, grantsOf, model } from "./model.js";
import { resultsList } from "./results.js";
import { documentDetails, reasons } from "./statements.js";

/** @typedef {import("./model.js").GraphNode} GraphNode */

/**
 * Shows what there is to know about a node, or nothing.
 * @param {GraphNode | undefined} node
 */
export function showDetails(node) {
  const panel = find("#details", HTMLElement);
  panel.hidden = !node;
  if (!node) return panel.replaceChildren();
  const close = element("a", { class: "close", href: "#", "aria-label": "Close the details" }, "×");
  panel.replaceChildren(
    element(
      "header",
      {},
      element("small", {}, KINDS[node.kind]),
      element("h3", { id: "details-title", tabindex: "-1" }, node.name),
      close,
    ),
    facts(node),
    ...grants(node),
    ...proofs(node),
    ...documents(node),
  );
}

/** @type {Record<GraphNode["kind"], string>} */
const KINDS = {
  account: "Account",
  cluster: "Cluster",
  reader: "Reader",
  role: "Role",
  key: "Key",
  secret: "Secret",
  parameter: "Parameter",
};

/**
 * A link to another node.
 * @param {string} id
 */
export function link(id) {
  const node = model.nodes.get(id);
  return element(
    "a",
    { class: `link ${node?.kind ?? ""}`, href: `#${encodeURIComponent(id)}` },
    node?.name ?? id,
  );
}

/** @param {GraphNode} node */
function facts(node) {
  const list = element("dl", { class: "facts" });
  /**
   * @param {string} name
   * @param {(Node | string)[]} values
   */
  const add = (name, ...values) => {
    if (values.length > 0) list.append(element("dt", {}, name), element("dd", {}, ...values));
  };
  const account = model.nodes.get(accountOf(node.id));
  if (account?.kind === "account") add("Account", `${account.name} (${account.accountId})`);
  if (node.kind === "reader") {
    add("Cluster", link(node.parent));
    add("Service account", element("code", {}, `${node.namespace}/${node.serviceAccount}`));
    add("Roles", ...listed(rolesOf(node.id).map(link)));
  }
  if (node.kind === "role" && node.isTarget) add("Assumed from", "the role of its reader");
  if (node.kind === "secret") {
    add("Regions", node.regions.join(", "));
    if (node.sealed) add("Sealed", "everyone but its readers and administrators is denied");
  }
  if (node.kind === "key") add("Region", node.region);
  const keys = edgesTo(node.id, "encrypts").map(({ from }) => link(from));
  if (node.kind === "secret" || node.kind === "parameter") {
    add("Encrypted by", ...(keys.length > 0 ? listed(keys) : ["the AWS managed key"]));
    const administrators = model.data.administrators[accountOf(node.id)] ?? [];
    add(
      "Administrators, who may read too",
      ...listed(administrators.map((arn) => element("code", {}, arn))),
    );
  }
  const arn =
    "arn" in node
      ? node.arn
      : (model.data.readings.find(({ target }) => target === node.id)?.arn ?? "");
  if (arn) add("ARN", element("code", {}, arn));
  return list;
}

/**
 * @param {GraphNode} node
 * @returns {Node[]}
 */
function grants(node) {
  const all = grantsOf(node);
  if (all.length === 0) return [element("p", {}, "No grant runs through it.")];
  const byReader = node.kind !== "reader";
  const title = byReader
    ? node.kind === "secret" || node.kind === "parameter"
      ? "Who reads it"
      : "Grants"
    : "What it reads, and why";
  const items = all.map(({ from, to }) => {
    const body = element("div", {});
    const details = element(
      "details",
      { class: "grant" },
      element("summary", {}, ...headOf(node, from, to)),
      body,
    );
    const fill = () => {
      if (body.childElementCount === 0) body.append(...reasons(from, to));
    };
    details.addEventListener("toggle", fill);
    if (all.length <= 3) {
      details.open = true;
      fill();
    }
    return element("li", {}, details);
  });
  return [element("h4", {}, title), element("ul", { class: "grants" }, ...items)];
}

/**
 * @param {GraphNode} node
 * @param {string} from
 * @param {string} to
 * @returns {(Node | string)[]}
 */
function headOf(node, from, to) {
  const readings = (model.readingsOf.get(to) ?? []).filter(({ reader }) => reader === from);
  const isAllowed = readings.every((reading) => reading.isAllowed);
  const mark = element(
    "b",
    { class: isAllowed ? "proved" : "refuted" },
    isAllowed ? "may read" : "denied",
  );
  const across = accountOf(from) === accountOf(to) ? "same account" : "across accounts";
  const ends =
    node.id === from
      ? [link(to)]
      : node.id === to
        ? [link(from)]
        : [link(from), " reads ", link(to)];
  return [...ends, element("small", {}, across), mark];
}

/**
 * @param {GraphNode} node
 * @returns {Node[]}
 */
function proofs(node) {
  const ids = node.kind === "reader" ? [node.id, ...rolesOf(node.id)] : [node.id];
  const results = [...new Set(ids.flatMap((id) => model.resultsOf.get(id) ?? []))];
  if (results.length === 0) return [];
  return [element("h4", {}, "Proof"), resultsList(results)];
}

/**
 * @param {GraphNode} node
 * @returns {Node[]}
 */
function documents(node) {
  const ids = node.kind === "reader" ? rolesOf(node.id) : [node.id];
  const keys = edgesTo(node.id, "encrypts").map(({ from }) => from);
  const found = [...ids, ...keys].flatMap((id) => model.documentsOf.get(id) ?? []);
  if (found.length === 0) return [];
  return [element("h4", {}, "Documents"), ...found.map(documentDetails)];
}

/**
 * The roles of a reader: its own, then its target role.
 * @param {string} reader
 * @returns {string[]}
 */
function rolesOf(reader) {
  const next = (model.edgesOf.get(reader) ?? []).flatMap(({ from, kind, to }) =>
    kind === "assumes" && from === reader ? [to] : [],
  );
  return next.flatMap((id) => [id, ...rolesOf(id)]);
}

/**
 * @param {string} id
 * @param {string} kind
 */
function edgesTo(id, kind) {
  return (model.edgesOf.get(id) ?? []).filter((edge) => edge.kind === kind && edge.to === id);
}

/**
 * @param {Node[]} nodes
 * @returns {(Node | string)[]}
 */
function listed(nodes) {
  return nodes.map((node) => element("div", {}, node));
}
