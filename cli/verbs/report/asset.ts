import { readFileSync } from "node:fs";
import { join } from "node:path";

import { packageDirectory } from "../../terminal/package-directory";

/** The page's script, in the order in which its modules use each other. */
const MODULES = [
  "dom.js",
  "model.js",
  "results.js",
  "statements.js",
  "details.js",
  "pictures.js",
  "choice.js",
  "tables.js",
  "printing.js",
  "search.js",
  "start.js",
];

const STYLES = ["page.css", "picture.css", "details.css", "print.css"];

/** The page's script as one text: its modules, joined, since a page without requests cannot import. */
export function pageScript(): string {
  const modules = MODULES.map((name) =>
    asset(name)
      .replace(/^import [^;]*;\n/gm, "")
      .replace(/^export /gm, "")
      .trim(),
  );
  return `(() => {\n"use strict";\n${modules.join("\n")}\n})();`;
}

/** The page's style as one text. */
export function pageStyle(): string {
  return STYLES.map(asset).join("");
}

function asset(name: string): string {
  return readFileSync(join(packageDirectory(), "cli/verbs/report/assets", name), "utf8");
}
