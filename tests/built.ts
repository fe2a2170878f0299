import { join, resolve } from "node:path";

const CHECKOUT = resolve(__dirname, "..");
const { isBuilt }: { isBuilt(): boolean } = require("../scripts/ready.mjs");

let isFresh = false;

/** A compiled file, by its path in the sources: `cli/main.js`. Throws where the build is older than a source. */
export function builtFile(path: string): string {
  isFresh ||= isBuilt();
  if (!isFresh) throw new Error("bin/ is missing or older than the sources: npm run build");
  return join(CHECKOUT, "bin", path);
}
