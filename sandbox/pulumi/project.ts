import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { DataDirectory } from "../instance/data-directory";
import { compiledFile, installationDirectory } from "../instance/installation";

/**
 * Fills the sandbox's project directory: the checkout's Pulumi.yaml with the compiled program by its absolute path, and
 * the inventory, a link to the checkout's unless there is one already. The stacks' own settings files are written here
 * by the CLI, so running the sandbox leaves the checkout as it is.
 */
export function prepareProject(data: DataDirectory): void {
  const checkout = installationDirectory();
  const project: unknown = parse(readFileSync(join(checkout, "Pulumi.yaml"), "utf8"));
  const main = compiledFile("stacks/index.js");
  const text = stringify({ ...(project as object), main });
  const file = join(data.project, "Pulumi.yaml");
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);

  const inventory = join(data.project, "landing-zone.yaml");
  const present = lstatSync(inventory, { throwIfNoEntry: false });
  if (present && !present.isSymbolicLink()) return;
  // Anew each time: the checkout may have been moved, with the sandbox in it.
  rmSync(inventory, { force: true });
  symlinkSync(join(checkout, "landing-zone.yaml"), inventory);
}
