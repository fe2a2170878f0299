import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { type Entry, entry } from "./entry";

/**
 * All entries, in the order of their ids. The build runs this module and puts the entries into the command, which then reads no
 * files for them (`scripts/bundle-data.mjs`).
 */
export const CATALOGUE: readonly Entry[] = readdirSync(__dirname)
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .map((file) => parseEntry(file, readFileSync(join(__dirname, file), "utf8")));

/** Parses the entry in a file. Throws an error that names the file, and the field or line, if it is not valid. */
export function parseEntry(file: string, text: string): Entry {
  try {
    const parsed = entry.parse(parse(text));
    if (!file.startsWith(`${parsed.id.toLowerCase()}-`)) {
      throw new Error(`the name must begin with the id, ${parsed.id}`);
    }
    return parsed;
  } catch (error) {
    const says = error instanceof z.ZodError ? z.prettifyError(error) : error;
    throw new Error(`cli/doctor/catalogue/${file}: ${says}`);
  }
}
