import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Import, importFile, parseImports } from "../../../stacks/import-file";
import { UserError } from "../../terminal/errors";

/** The imports in a stack's import file beside the inventory; empty without a file. A malformed file is a `UserError`. */
export function importsOf(inventory: string, stack: string): Import[] {
  const file = join(dirname(inventory), importFile(stack));
  if (!existsSync(file)) return [];
  const parsed = parseImports(readFileSync(file, "utf8"), file);
  if ("problems" in parsed) throw new UserError(parsed.problems.join("\n"));
  return parsed.imports;
}

/** That an object is not there which a stack is to take over, and the way on. */
export function absentWords({ id, place, type }: Import): string {
  return `${place}: there is no ${type} with the id ${id}; eks-pod-secrets adopt --force finds what is there now, or take the entry out (of a role also the reader's role: existing), and up makes it anew`;
}
