import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { documentBudgets, extraStatements } from "eks-pod-secrets/access/landing-zone";
import {
  INVENTORY_SIZE_LIMIT,
  type InventoryFile,
  notUtf8,
  type ParsedInventory,
  type PlacedProblem,
  parseInventory,
  tooLarge,
} from "eks-pod-secrets/grant";
import { includedFiles } from "../../stacks/inventory-files";
import { quotaProblems } from "../../stacks/quotas";
import { FileError, UserError } from "../terminal/errors";
import { readAtMost } from "../terminal/output-file";
import { shellWord } from "../terminal/printed-text";

/** The inventory that verbs read by default. */
export const DEFAULT_INVENTORY = "landing-zone.yaml";

/** A command line of ours, with the inventory if it is not the default one. */
export function aboutInventory(command: string, inventory: string): string {
  const named = inventory === DEFAULT_INVENTORY ? "" : ` --inventory ${shellWord(inventory)}`;
  return `eks-pod-secrets ${command}${named}`;
}

/** The inventory of a verb, given as FILE or with `--inventory`. */
export function fileGiven(argument: string | undefined, option: string | undefined): string {
  if (argument !== undefined && option !== undefined) {
    throw new UserError("must be given either FILE or --inventory, got both");
  }
  return argument ?? option ?? DEFAULT_INVENTORY;
}

/** An inventory that can be deployed. */
export type UsableInventory = Exclude<ParsedInventory, { problems: PlacedProblem[] }>;

/** An inventory with its files: the named one, then those that it includes. */
export type ReadInventory = UsableInventory & { files: InventoryFile[] };

/**
 * Reads and checks an inventory, including its `include` files. If a file cannot be read, that is a `UserError`; `missing` tells
 * what to do if it does not exist.
 */
export async function readInventory(
  file: string,
  missing = "name the inventory with --inventory FILE, or begin one with eks-pod-secrets init",
  like?: UsableInventory,
): Promise<{ problems: PlacedProblem[] } | ReadInventory> {
  const bytes = await readAtMost(file, INVENTORY_SIZE_LIMIT, missing);
  if (bytes.length >= INVENTORY_SIZE_LIMIT) {
    const { size } = await stat(file);
    return { problems: [tooLarge(file, Math.max(size, bytes.length))] };
  }
  const text = bytes.toString("utf8");
  if (!isUtf8(bytes)) return { problems: [notUtf8(file, text)] };
  const { files, problems } = includedFiles({ file, text });
  if (problems.length > 0) return { problems };
  const rules = [documentBudgets, extraStatements, quotaProblems];
  const parsed = parseInventory(text, file, rules, files, like);
  return "problems" in parsed ? parsed : { ...parsed, files: [{ file, text }, ...files] };
}

/**
 * Reads an inventory for a verb that needs a valid one; anything else is a `FileError`. Warnings are for those who write or
 * deploy it: `check`, `plan` and `up` print them. `like`: an inventory that was just read and may be mostly the same.
 */
export async function usableInventory(
  file: string,
  missing?: string,
  like?: UsableInventory,
): Promise<ReadInventory> {
  const parsed = await readInventory(file, missing, like);
  if ("problems" in parsed) throw new FileError(parsed.problems);
  return parsed;
}

/** An id that no other inventory has. */
export function newInventoryId(): string {
  return `lz-${randomBytes(4).toString("hex")}`;
}

/** A warning about an inventory without an id. */
export function missingId({ landingZone, problemAt }: UsableInventory): PlacedProblem[] {
  if (landingZone.id !== undefined) return [];
  const says = [
    "should be given, got none: without it nothing tells the stacks of this inventory from those of another one in the same backend",
    `where both have an account of one name, each would delete what the other deployed; add the line id: ${newInventoryId()}`,
  ];
  return [problemAt(["id"], says.join("; "))];
}
