import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The directory of the checkout or installed package: the nearest one above this file that contains the licence. */
export function packageDirectory(directory = __dirname): string {
  if (existsSync(join(directory, "LICENSE"))) return directory;
  return packageDirectory(dirname(directory));
}

/** The package's version, e.g. `0.1.0`. */
export function version(): string {
  return JSON.parse(readFileSync(join(packageDirectory(), "package.json"), "utf8")).version;
}

/** The main file of a package: from the user's directory, or otherwise from beside this package. */
export function fileOfPackage(name: string): string | undefined {
  try {
    return require.resolve(name, { paths: [process.cwd(), __dirname] });
  } catch {
    return undefined;
  }
}

/** The command that installs the matching version of another of this project's packages. */
export function installLine(name: string): string {
  return `npm install --save-dev ${name}@${version()}`;
}
