import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package's directory: the nearest one above this file, compiled or not, that has a package.json. */
export function packageDirectory(directory = __dirname): string {
  if (existsSync(join(directory, "package.json"))) return directory;
  return packageDirectory(dirname(directory));
}
