// `npm run paths` writes the catalogue of ways to read into paths/, one file for each set of calls. Existing files keep their IDs.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathFiles } from "../site/changes/paths";

/** The present files of the catalogue, by their names. */
export function writtenPaths(): Record<string, string> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]));
}

const FOLDER = join(__dirname, "..", "paths");

if (require.main === module) {
  const written = writtenPaths();
  const files = pathFiles(Object.values(written));
  for (const name of Object.keys(written)) if (!files[name]) rmSync(join(FOLDER, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(FOLDER, name), text);
}
