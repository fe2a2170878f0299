import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Absolute path of the checkout, whether this runs compiled from `bin/` or from source. */
export function checkoutDirectory(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "package.json"))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no package.json above ${__dirname}`);
    directory = parent;
  }
  return directory;
}

/**
 * Absolute path of a compiled file, e.g. `sandbox/server/main.js`.
 * Processes that the sandbox starts run compiled: they start ten times faster than from source.
 */
export function compiledFile(path: string): string {
  const file = join(checkoutDirectory(), "bin", path);
  if (!existsSync(file)) throw new Error(`bin/${path} is missing: run \`npm run build\``);
  return file;
}
