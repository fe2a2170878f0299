import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { installationDirectory } from "../../../sandbox/instance/installation";
import type { LandingZone } from "../../../sdk/grant";
import { parseInventory } from "../../../sdk/grant/inventory/parse-inventory";
import { includedFiles } from "../../../stacks/inventory-files";

/** The landing zone of every inventory among the examples, by its file. */
export function exampleZones(): Record<string, LandingZone> {
  const checkout = installationDirectory();
  const files = ["landing-zones", "two-teams"].flatMap((folder) => {
    const directory = join(checkout, "examples", folder);
    return readdirSync(directory).map((name) => inventoryAt(join(directory, name)));
  });
  const all = [join(checkout, "landing-zone.yaml"), ...files];
  return Object.fromEntries(all.map((file) => [relative(checkout, file), zoneOf(file)]));
}

/** An example is a file, or a directory of files. */
function inventoryAt(path: string): string {
  return statSync(path).isDirectory() ? join(path, "landing-zone.yaml") : path;
}

function zoneOf(file: string): LandingZone {
  const text = readFileSync(file, "utf8");
  const { files, problems } = includedFiles({ file, text });
  const parsed = parseInventory(text, file, [], files);
  if ("problems" in parsed || problems.length > 0) throw new Error(`${file} must be an inventory`);
  return parsed.landingZone;
}
