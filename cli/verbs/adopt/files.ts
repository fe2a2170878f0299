import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { importFile } from "../../../stacks/import-file";
import type { Adoption } from "../../adopt/adoption/adoption";
import { UserError } from "../../terminal/errors";
import { writeTogether } from "../../terminal/output-file";

/** Refuses to overwrite. */
export function requireFree(files: readonly string[]): void {
  const taken = files.filter(existsSync);
  if (taken.length === 0) return;
  throw new UserError(
    `${taken.join(" and ")} exist${taken.length === 1 ? "s" : ""}, and nothing was written: name another inventory with --inventory, in a directory of its own, or overwrite with --force`,
  );
}

/** The files to write, the inventory first. */
export function filesOf(
  { documents, imports, inventory: text }: Pick<Adoption, "documents" | "imports" | "inventory">,
  inventory: string,
): Map<string, string> {
  const written = (file: string, value: unknown): [string, string] => [
    join(dirname(inventory), file),
    `${JSON.stringify(value, null, 2)}\n`,
  ];
  return new Map([
    [inventory, text],
    ...Object.entries(documents).map(([file, one]) => written(file, one)),
    ...Object.entries(imports).map(([stack, one]) => written(importFile(stack), one)),
  ]);
}

/**
 * Writes files, all or none, over others only with `force`. Import files that an earlier run wrote into the directory, and this one
 * does not, are deleted: up would follow them.
 */
export async function writeFiles(
  files: ReadonlyMap<string, string>,
  directory: string,
  force: boolean,
): Promise<void> {
  if (!force) requireFree([...files.keys()]);
  writeTogether(files);
  const imports = (await readdir(directory)).filter((one) => one.endsWith(".imports.json"));
  for (const file of imports.map((one) => join(directory, one))) {
    if (!files.has(file)) await rm(file);
  }
}
