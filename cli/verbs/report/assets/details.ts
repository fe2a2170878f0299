import type { GraphEdge, GraphNode } from "../../../picture/graph-shape";
import type { PageResult } from "../page-data";
import { element, find } from "./dom";
import { accountOf, grantsOf, model } from "./model";
import { documentDetails, reasons } from "./statements";

/** Shows what there is to know about a node, or nothing. */
export function showDetails(node: GraphNode | undefined): void {
  const panel = find("#details", HTMLElement);
  panel.hidden = !node;
  panel.replaceChildren();
  if (!node) return;
  const close = element("a", { class: "close", href: "#", "aria-label": "Close the details" }, "×");
  panel.append(
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

const KINDS: Record<GraphNode["kind"], string> = {
  account: "Account",
  cluster: "Cluster",
  reader: "Reader",
  role: "Role",
  key: "Key",
  secret: "Secret",
  parameter: "Parameter",
};

/** A link to another node. */
export function link(id: string): HTMLElement {
  const node = model.nodes.get(id);
  return element(
    "a",
    { class: `link ${node?.kind ?? ""}`, href: `#${encodeURIComponent(id)}` },
    node?.name ?? id,
  );
}

function facts(node: GraphNode): HTMLElement {
  const list = element("dl", { class: "facts" });
  const add = (name: string, ...values: (Node | string)[]) => {
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

function grants(node: GraphNode): Node[] {
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

function headOf(node: GraphNode, from: string, to: string): (Node | string)[] {
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

function proofs(node: GraphNode): Node[] {
  const ids = node.kind === "reader" ? [node.id, ...rolesOf(node.id)] : [node.id];
  const results = [...new Set(ids.flatMap((id) => model.resultsOf.get(id) ?? []))];
  if (results.length === 0) return [];
  return [element("h4", {}, "Proof"), resultsList(results)];
}

function documents(node: GraphNode): Node[] {
  const ids = node.kind === "reader" ? rolesOf(node.id) : [node.id];
  const keys = edgesTo(node.id, "encrypts").map(({ from }) => from);
  const found = [...ids, ...keys].flatMap((id) => model.documentsOf.get(id) ?? []);
  if (found.length === 0) return [];
  return [element("h4", {}, "Documents"), ...found.map(documentDetails)];
}

/** The roles of a reader: its own, then its target role. */
function rolesOf(reader: string): string[] {
  const next = (model.edgesOf.get(reader) ?? []).flatMap(({ from, kind, to }) =>
    kind === "assumes" && from === reader ? [to] : [],
  );
  return next.flatMap((id) => [id, ...rolesOf(id)]);
}

function edgesTo(id: string, kind: GraphEdge["kind"]): GraphEdge[] {
  return (model.edgesOf.get(id) ?? []).filter((edge) => edge.kind === kind && edge.to === id);
}

function listed(nodes: Node[]): Node[] {
  return nodes.map((node) => element("div", {}, node));
}

const WORDS = { proved: "proved", refuted: "refuted", unknown: "not settled" };

/** What was proved of a node, the worst first. */
function resultsList(results: PageResult[]): HTMLElement {
  const order = ["refuted", "unknown", "proved"];
  const sorted = [...results].sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
  return element(
    "ul",
    { class: "results" },
    ...sorted.map(({ about, assumptionsUsed, claim, fix, reason, result, summary }) => {
      const names = about.map((id) => model.nodes.get(id)?.name ?? id).join(" → ");
      const rests = assumptionsUsed.length > 0 ? `rests on ${assumptionsUsed.join(", ")}` : "";
      return element(
        "li",
        {},
        element("b", { class: result }, WORDS[result]),
        ` ${claim} `,
        element("small", {}, [names, rests].filter((text) => text !== "").join("; ")),
        ...[summary, reason, fix && `To close it: ${fix}`].flatMap((text) =>
          text ? [element("p", {}, `${text}.`)] : [],
        ),
      );
    }),
  );
}
