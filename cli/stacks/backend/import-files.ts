import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Import, importFile, parseImports } from "../../../stacks/import-file";
import { UserError } from "../../terminal/errors";

/** What the import file of a stack names, which lies beside the inventory; nothing where there is none. A malformed one is a `UserError`. */
export function importsOf(inventory: string, stack: string): Import[] {
  const file = join(dirname(inventory), importFile(stack));
  if (!existsSync(file)) return [];
  const parsed = parseImports(readFileSync(file, "utf8"), file);
  if ("problems" in parsed) throw new UserError(parsed.problems.join("\n"));
  return parsed.imports;
}
