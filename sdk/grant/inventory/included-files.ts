import { isMapping } from "iam-proof/collections";
import type { PlacedProblem } from "./problem";
import { readYaml } from "./yaml-document";

/** A file of an inventory, read. */
export interface InventoryFile {
  /** As problems name it. */
  file: string;
  text: string;
}

/** One entry of a file's `include`. */
export interface Inclusion {
  /** A path or pattern, relative to the file. */
  pattern: string;
  /** The pattern may match no file. */
  mayBeEmpty: boolean;
  /** The problem that `says` something about it. */
  problem(says: string): PlacedProblem;
}

/** What a file of an inventory includes. Whatever else is wrong with it is left for `parseInventory`. */
export function inclusionsOf({ file, text }: InventoryFile): Inclusion[] {
  // Reading a large file twice is spared where it includes nothing.
  if (!text.includes("include")) return [];
  const read = readYaml(text, file);
  if ("problems" in read) return [];
  const { problemAt, value } = read.document;
  const { include } = (value ?? {}) as { include?: unknown };
  if (!Array.isArray(include)) return [];
  return include.flatMap((entry: unknown, index) => {
    const { mayBeEmpty, pattern } = isMapping(entry)
      ? entry
      : { pattern: entry, mayBeEmpty: false };
    if (typeof pattern !== "string") return [];
    const problem = (says: string) => problemAt(["include", index], says);
    return [{ pattern, mayBeEmpty: mayBeEmpty === true, problem }];
  });
}
