import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphNode } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { packageDirectory } from "../../terminal/package-directory";
import type { PageResult } from "./page-data";

/** The status of something in the picture, the worst first. */
export type Standing = "refuted" | "unknown" | "proved" | "none";

const ORDER: Standing[] = ["refuted", "unknown", "proved", "none"];

/** Returns a function that finds the status of nodes, and of pairs of a reader and what it reads. */
export function standings(results: readonly PageResult[]): (...about: string[]) => Standing {
  const worst = new Map<string, Standing>();
  for (const { about, result } of results) {
    const key = about.join("\n");
    worst.set(key, worse(worst.get(key) ?? "none", result));
  }
  return (...about) => worst.get(about.join("\n")) ?? "none";
}

/** The worst of several statuses. */
export function worse(...standings: Standing[]): Standing {
  return ORDER.find((one) => standings.includes(one)) ?? "none";
}

/** A link that opens a node's entry. */
export function nodeLink({ id, name }: Pick<GraphNode, "id" | "name">): Markup {
  return markup`<a href="${fragment(id)}">${name}</a>`;
}

const WORDS: Record<Standing, string> = {
  proved: "proved",
  refuted: "refuted",
  unknown: "not settled",
  none: "not asked",
};

/** The result of a proof in words. */
export function standingText(standing: Standing): string {
  return WORDS[standing];
}

/** The result of a proof or a request in words. The style sheet adds a sign, so that it can be told without colours. */
export function standingMark(standing: Standing, says = WORDS[standing]): Markup {
  return markup`<b class="${standing}">${says}</b>`;
}

/** A meter that shows how much of a limit is used. */
export function sizeMeter(size: number, limit: number, unit: string): Markup {
  const part = Math.round((100 * size) / limit);
  return markup`<span><meter min="0" max="${limit}" high="${Math.round(limit * 0.8)}" value="${size}" aria-label="${part} % of the limit">${part} %</meter> ${grouped(size)} of ${grouped(limit)} ${unit}</span>`;
}

/** `12,345`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 grant`, `2,000 grants`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** The most items of a list that a page shows. */
export const MOST_FINDINGS = 50;
/** The same number as in print.css. */
const MOST_ON_PAPER = 20;

/** The first items of a list. `noun`: what they are, in the plural. `verb`: the command that shows more. */
export function findingsList<One>(
  all: readonly One[],
  { noun, verb }: { noun: string; verb: string },
  item: (one: One) => Markup,
): Markup {
  const hidden = all.length - MOST_FINDINGS;
  return markup`<ol class="findings">${all.slice(0, MOST_FINDINGS).map(item)}</ol>${hidden > 0 && markup`<p>and ${hidden} more</p>`}${all.length > MOST_ON_PAPER && markup`<p class="paper-only">Paper has the first ${MOST_ON_PAPER} of ${all.length} ${noun}; the page on a screen, and ${verb}, show more.</p>`}`;
}

/** A text with a capital letter, to begin a line. */
export function sentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

type Cell = Parameters<typeof markup>[1];

interface TableOptions {
  /** The id for `columnLabels`. Without it, each cell contains its own label: narrow screens have no columns. */
  id?: string;
  /** The id of the table's heading. */
  labelledBy: string;
  heads: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** The number of rows shown at first: one of the values that the style sheet supports. */
  most?: 10 | 200;
}

/** A table with row headers. */
export function table({ heads, id, labelledBy, most = 200, rows }: TableOptions): Markup {
  const labels = heads.map((head) => (id ? false : markup` data-label="${head}"`));
  const cells = (row: readonly Cell[]) =>
    row.map((value, column) =>
      column === 0
        ? markup`<th scope="row"${labels[column]}>${value}</th>`
        : markup`<td${labels[column]}>${value}</td>`,
    );
  return markup`<table${id && markup` id="${id}"`} class="most-${most}" aria-labelledby="${labelledBy}"><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${cells(row)}</tr>\n`)}</tbody></table>
${rows.length > most && markup`<label class="show-all"><input type="checkbox"> Show all ${grouped(rows.length)} rows</label>`}`;
}

/** Style rules that add the column's label to each cell of a table. */
export function columnLabels(id: string, heads: readonly string[]): string {
  return heads
    .map(
      (head, column) =>
        `#${id} tbody :nth-child(${column + 1}):is(td,th)::before{--label:"${head}"}\n`,
    )
    .join("");
}

/** The text of a page's script or style. */
export function asset(name: string): string {
  return readFileSync(join(packageDirectory(), "cli/verbs/report/assets", name), "utf8");
}

/**
 * The target of a link to an id. The id is not encoded: when printing, Chromium searches the page for every encoded one, which
 * takes minutes for thousands.
 */
export function fragment(id: string): string {
  return `#${id.replaceAll("%", "%25")}`;
}

/** The id of a node's element in a picture. */
export function pictureId(id: string): string {
  return `picture-${id}`;
}
