import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { GraphNode } from "../../picture/graph-shape";
import { type Markup, markup } from "../../terminal/markup";
import { packageDirectory } from "../../terminal/package-directory";
import type { PageResult } from "./page-data";

/** How it stands with something in the picture, the worst first. */
type Standing = "refuted" | "unknown" | "proved" | "none";

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

/** A link that shows a node's details. */
export function nodeLink({ id, kind, name }: Pick<GraphNode, "id" | "kind" | "name">): Markup {
  return markup`<a class="link ${kind}" href="#${encodeURIComponent(id)}">${name}</a>`;
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
  return markup`<span class="size"><meter min="0" max="${limit}" high="${Math.round(limit * 0.8)}" value="${size}" aria-label="${part} % of the limit">${part} %</meter> ${grouped(size)} of ${grouped(limit)} ${unit}</span>`;
}

/** `12,345`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 grant`, `2,000 grants`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}

const STYLES = ["page.css", "picture.css", "details.css", "print.css"];

/** The page's script as one text, which the build makes of its modules: a page without requests cannot import. */
export function pageScript(): string {
  return asset("bin/cli/verbs/report/page-script.js");
}

/** The page's style as one text. */
export function pageStyle(): string {
  return STYLES.map((name) => asset(`cli/verbs/report/assets/${name}`)).join("");
}

function asset(path: string): string {
  return readFileSync(join(packageDirectory(), path), "utf8");
}

/** A text as base64 of gzip: nothing of it can end the element that holds it. */
export function packed(text: string): string {
  return gzipSync(text).toString("base64");
}
