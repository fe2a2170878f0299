import type { GraphNode } from "../../../picture/graph-shape";
import { link } from "./details";
import { element, find } from "./dom";
import { accountOf, model } from "./model";
import type { LiveTable } from "./tables";

/** Things named as search answers; the table has every grant. */
const MOST_NAMED = 8;

/** Finds what holds every word of the search: names things, and keeps their grants in the table. Enter chooses the first. */
export function startSearch(access: LiveTable): void {
  const input = find("#search", HTMLInputElement);
  const found = find("#found", HTMLOutputElement);
  const hits = find("#hits", HTMLUListElement);
  const texts = model.data.nodes.map((node) => ({ node, text: textOf(node) }));
  const all = model.data.edges.filter(({ kind }) => kind === "reads").length;
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const number = access.keep(words);
    const fitting = texts.filter(({ text }) => words.every((word) => text.includes(word)));
    const named = words.length === 0 ? [] : fitting.slice(0, MOST_NAMED).map(({ node }) => node);
    hits.replaceChildren(...named.map(hit));
    const grants = `${number.toLocaleString("en")} of ${all.toLocaleString("en")} grants`;
    found.textContent = words.length === 0 ? "" : `${fitting.length} named so, ${grants}`;
  };
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    hits.querySelector("a")?.click();
  });
  search();
}

function hit(node: GraphNode): HTMLElement {
  const account = model.nodes.get(accountOf(node.id))?.name ?? "";
  const where = node.kind === "account" ? node.accountId : `${node.kind} of ${account}`;
  return element("li", {}, link(node.id), " ", element("small", {}, where));
}

function textOf(node: GraphNode): string {
  const more =
    node.kind === "reader"
      ? [node.namespace, node.serviceAccount, model.nodes.get(node.parent)?.name ?? ""]
      : node.kind === "account"
        ? [node.accountId]
        : [];
  return [node.name, ...more, model.nodes.get(accountOf(node.id))?.name ?? ""]
    .join(" ")
    .toLowerCase();
}
