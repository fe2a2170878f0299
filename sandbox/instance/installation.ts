import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout, or the installed package that has this file: the nearest directory above it that has the licence. */
export function installationDirectory(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "LICENSE"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no LICENSE above ${__dirname}`);
    directory = parent;
  }
  return directory;
}

/** Whether this is the checkout, which has all of the project, or the sandbox's installed package. */
function isCheckout(): boolean {
  const manifest = readFileSync(join(installationDirectory(), "package.json"), "utf8");
  return JSON.parse(manifest).name === "eks-pod-secrets";
}

/** Where the user's inventory and the sandbox are: in the checkout, else in the directory from which the command runs. */
export function workDirectory(): string {
  return isCheckout() ? installationDirectory() : process.cwd();
}

/** A compiled file of the command's package, e.g. `stacks/index.js`. Undefined where that package is not installed. */
export function commandFile(path: string): string | undefined {
  if (isCheckout()) return compiledFile(path);
  try {
    const paths = [process.cwd(), __dirname];
    const manifest = require.resolve("@eks-pod-secrets/cli/package.json", { paths });
    return join(dirname(manifest), "bin", path);
  } catch {
    return undefined;
  }
}

/** Absolute path of a compiled file, e.g. `sandbox/server/main.js`, which starts ten times faster than from source. */
export function compiledFile(path: string): string {
  const file = join(installationDirectory(), "bin", path);
  if (!existsSync(file)) throw new Error(`bin/${path} is missing: run \`npm run build\``);
  return file;
}
