import type { GraphNode } from "../../../picture/graph-shape";
import { link } from "./details";
import { element, find } from "./dom";
import { accountOf, model } from "./model";

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

interface LiveTable {
  /** Keeps the rows that hold every word, and says how many. */
  keep(words: string[]): number;
}

const collator = new Intl.Collator("en", { numeric: true });

/** Brings a table to life: it sorts by any column, and shows the first of its many rows until all are asked for. */
export function startTable(table: HTMLTableElement): LiveTable {
  const body = table.tBodies[0] as HTMLTableSectionElement;
  let rows = [...body.rows];
  let most = Number(table.dataset.most ?? rows.length);
  let wanted: string[] = [];
  const texts = new Map<HTMLTableRowElement, string>();
  const more = element("button", { type: "button", class: "show-all" });
  table.after(more);

  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  const names = heads.map((cell) => cell.textContent ?? "");
  /** Says at each cell what it is of: on a narrow screen the table has no columns. */
  const label = (row: HTMLTableRowElement) => {
    for (const [column, cell] of [...row.cells].entries()) cell.dataset.label = names[column] ?? "";
  };
  const show = () => {
    let fitting = 0;
    for (const row of rows) {
      const isFitting = wanted.every((word) => wordsOf(row).includes(word));
      row.hidden = !isFitting;
      if (isFitting) fitting += 1;
      row.classList.toggle("more", isFitting && fitting > most);
      if (isFitting && fitting <= most) label(row);
    }
    more.hidden = fitting <= most;
    more.textContent = `Show all ${fitting.toLocaleString("en")} rows`;
    return fitting;
  };
  more.addEventListener("click", () => {
    const next = rows.find((row) => row.classList.contains("more"));
    most = rows.length;
    show();
    next?.querySelector("a")?.focus();
  });
  for (const [column, cell] of heads.entries()) {
    const button = element("button", { type: "button", class: "sort" }, ...cell.childNodes);
    cell.append(button);
    cell.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => sortBy(cell, column));
  }
  show();
  return {
    keep(words) {
      wanted = words;
      return show();
    },
  };

  function wordsOf(row: HTMLTableRowElement): string {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = [...row.cells]
      .map((cell) => cell.textContent)
      .join(" ")
      .toLowerCase();
    texts.set(row, text);
    return text;
  }

  function sortBy(head: HTMLTableCellElement, column: number): void {
    const isDown = head.getAttribute("aria-sort") === "ascending";
    for (const cell of head.parentElement?.children ?? []) cell.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    const keyed = rows.map((row) => {
      const cell = row.cells[column];
      return { row, key: cell?.dataset.sort ?? cell?.textContent ?? "" };
    });
    keyed.sort((a, b) => (isDown ? -1 : 1) * collator.compare(a.key, b.key));
    rows = keyed.map(({ row }) => row);
    body.append(...rows);
    show();
  }
}
