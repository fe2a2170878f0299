import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package's directory: the nearest one above this file, compiled or not, that has a package.json. */
export function packageDirectory(directory = __dirname): string {
  if (existsSync(join(directory, "package.json"))) return directory;
  return packageDirectory(dirname(directory));
}

/** The package's version, e.g. `0.1.0`. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageDirectory(), "package.json"), "utf8")).version;
}
