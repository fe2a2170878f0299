import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { checkLinks } from "./check-links";

/** Puts a draft in the place of the site before it. A draft with dead links leaves that site as it is. */
export function publish(draft: string, site: string): void {
  checkLinks(draft);
  rmSync(site, { recursive: true, force: true });
  renameSync(draft, site);
}

/** Files of the folders that are newer than the site, which does not show what they say now. */
export function newerThan(site: string, folders: readonly string[]): string[] {
  const built = statSync(join(site, "index.html")).mtimeMs;
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
    .filter((file) => statSync(file).mtimeMs > built);
}
