import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout, or the installed package with this file: the nearest parent directory with the licence. */
export function installationDirectory(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "LICENSE"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no LICENSE above ${__dirname}`);
    directory = parent;
  }
  return directory;
}

/** Whether this is the whole checkout or only the sandbox's installed package. */
function isCheckout(): boolean {
  const manifest = readFileSync(join(installationDirectory(), "package.json"), "utf8");
  return JSON.parse(manifest).name === "eks-pod-secrets";
}

/** The directory of the user's inventory and of the sandbox: the checkout, else the directory where the command runs. */
export function workDirectory(): string {
  return isCheckout() ? installationDirectory() : process.cwd();
}

/** A compiled file of the command's package, e.g. `stacks/index.js`. Undefined if that package is not installed. */
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
