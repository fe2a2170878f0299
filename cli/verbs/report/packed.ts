import { gzipSync } from "node:zlib";

/** A text as base64 of gzip: nothing of it can end the element that holds it. */
export function packed(text: string): string {
  return gzipSync(text).toString("base64");
}
