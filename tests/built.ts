import { join, resolve } from "node:path";

const CHECKOUT = resolve(__dirname, "..");
const { isBuilt }: { isBuilt(): boolean } = require("../scripts/ready.mjs");

let isFresh = false;

/** The compiled file for a path in the sources, such as `cli/main.js`. Throws if the build is older than a source. */
export function builtFile(path: string): string {
  isFresh ||= isBuilt();
  if (!isFresh) throw new Error("bin/ is missing or older than the sources: npm run build");
  return join(CHECKOUT, "bin", path);
}
