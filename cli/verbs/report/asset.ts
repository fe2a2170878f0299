import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packageDirectory } from "../../terminal/package-directory";

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
