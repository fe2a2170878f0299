import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphNode } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { packageDirectory } from "../../terminal/package-directory";
import type { PageResult } from "./page-data";

/** How it stands with something in the picture, the worst first. */
export type Standing = "refuted" | "unknown" | "proved" | "none";

const ORDER: Standing[] = ["refuted", "unknown", "proved", "none"];

/** Looks up what was proved about nodes, and about pairs of a reader and what it reads. */
export function standings(results: readonly PageResult[]): (...about: string[]) => Standing {
  const worst = new Map<string, Standing>();
  for (const { about, result } of results) {
    const key = about.join("\n");
    worst.set(key, worse(worst.get(key) ?? "none", result));
  }
  return (...about) => worst.get(about.join("\n")) ?? "none";
}

/** The worst of several. */
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

/** What came of a proof, in words. */
export function standingText(standing: Standing): string {
  return WORDS[standing];
}

/** What came of a proof or a request, in words; the style sheet adds a mark, so that no colour is needed. */
export function standingMark(standing: Standing, says = WORDS[standing]): Markup {
  return markup`<b class="${standing}">${says}</b>`;
}

/** How much of a limit is taken. */
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

/** Items that a page shows of a list. */
export const MOST_FINDINGS = 50;
/** As print.css has it. */
const MOST_ON_PAPER = 20;

/** The first of a list, each an item of its own. `noun` says what they are in the plural, `verb` what shows more. */
export function findingsList<One>(
  all: readonly One[],
  { noun, verb }: { noun: string; verb: string },
  item: (one: One) => Markup,
): Markup {
  const hidden = all.length - MOST_FINDINGS;
  return markup`<ol class="findings">${all.slice(0, MOST_FINDINGS).map(item)}</ol>${hidden > 0 && markup`<p>and ${hidden} more</p>`}${all.length > MOST_ON_PAPER && markup`<p class="paper-only">Paper has the first ${MOST_ON_PAPER} of ${all.length} ${noun}; the page on a screen, and ${verb}, show more.</p>`}`;
}

/** A text that begins a line of its own. */
export function sentence(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

type Cell = Parameters<typeof markup>[1];

interface TableOptions {
  /** By which `columnLabels` names its columns; without one each cell says what it is of, for a narrow screen has no columns. */
  id?: string;
  /** The id of the heading that names it. */
  labelledBy: string;
  heads: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** Rows that are shown before anybody asks for all: one of those that the style sheet knows. */
  most?: 10 | 200;
}

/** A table whose rows begin with their header. */
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

/** The rules of a style sheet by which each cell of a table says what it is of. */
export function columnLabels(id: string, heads: readonly string[]): string {
  return heads
    .map(
      (head, column) =>
        `#${id} tbody :nth-child(${column + 1}):is(td,th)::before{--label:"${head}"}\n`,
    )
    .join("");
}

/** The script of a page, or its style, as one text. */
export function asset(name: string): string {
  return readFileSync(join(packageDirectory(), "cli/verbs/report/assets", name), "utf8");
}

/**
 * Where a link to an id leads. The id stands in it as it is: to print, Chromium searches the page for each that is encoded,
 * which takes it minutes for thousands.
 */
export function fragment(id: string): string {
  return `#${id.replaceAll("%", "%25")}`;
}

/** The id of a node's place in a picture. */
export function pictureId(id: string): string {
  return `picture-${id}`;
}
