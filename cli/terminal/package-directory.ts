import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The directory of the checkout or of the installed package: the nearest one above this file that has the licence. */
export function packageDirectory(directory = __dirname): string {
  if (existsSync(join(directory, "LICENSE"))) return directory;
  return packageDirectory(dirname(directory));
}

/** The package's version, e.g. `0.1.0`. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageDirectory(), "package.json"), "utf8")).version;
}
