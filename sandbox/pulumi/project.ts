import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { DataDirectory } from "../instance/data-directory";
import { commandFile, installationDirectory, workDirectory } from "../instance/installation";

/**
 * Fills the sandbox's project directory: a Pulumi.yaml with the compiled program of the stacks by its absolute path, and the
 * inventory, a link to the user's unless there is one already. The stacks' own settings files are written here by the CLI, so
 * running the sandbox leaves the user's directory as it is. Where the program is not installed, there is no project.
 */
export function prepareProject(data: DataDirectory): void {
  const main = commandFile("stacks/index.js");
  if (main === undefined) return;
  const project: unknown = parse(
    readFileSync(join(installationDirectory(), "Pulumi.yaml"), "utf8"),
  );
  const text = stringify({ ...(project as object), main });
  const file = join(data.project, "Pulumi.yaml");
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);

  const inventory = join(data.project, "landing-zone.yaml");
  const present = lstatSync(inventory, { throwIfNoEntry: false });
  if (present && !present.isSymbolicLink()) return;
  // Anew each time: the user's directory may have been moved, with the sandbox in it.
  rmSync(inventory, { force: true });
  const ofUser = join(workDirectory(), "landing-zone.yaml");
  if (existsSync(ofUser)) symlinkSync(ofUser, inventory);
}
