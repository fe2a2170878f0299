import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

import { documentBudgets } from "../sdk/access/document-budgets";
import {
  INVENTORY_SIZE_LIMIT,
  type ParsedInventory,
  type Problem,
  parseInventory,
  tooLarge,
} from "../sdk/grant";
import { InventoryError, UserError } from "./errors";

/** The inventory that verbs read where none is named. */
export const DEFAULT_INVENTORY = "landing-zone.yaml";

/** An inventory that can be deployed. */
export type UsableInventory = Exclude<ParsedInventory, { problems: Problem[] }>;

/** Reads and checks an inventory. A file that cannot be read is a `UserError`. */
export async function readInventory(file: string): Promise<ParsedInventory> {
  const bytes = await readAtMost(file, INVENTORY_SIZE_LIMIT);
  if (bytes.length >= INVENTORY_SIZE_LIMIT) {
    const { size } = await stat(file);
    return { problems: [tooLarge(file, Math.max(size, bytes.length))] };
  }
  const text = bytes.toString("utf8");
  if (!isUtf8(bytes)) return { problems: [notUtf8(file, text)] };
  return parseInventory(text, file, [documentBudgets]);
}

/** Reads an inventory for a verb that needs a right one; anything else is an `InventoryError`. */
export async function usableInventory(file: string): Promise<UsableInventory> {
  const parsed = await readInventory(file);
  if ("problems" in parsed) throw new InventoryError(parsed.problems);
  return parsed;
}

async function readAtMost(file: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    // A stream, so that pipes work and an endless one ends.
    for await (const chunk of createReadStream(file, { end: most })) chunks.push(chunk);
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${reasonOf(error)}`);
  }
  return Buffer.concat(chunks);
}

const REASONS: Record<string, string> = {
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "no such file; name the inventory with --inventory FILE",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}

function notUtf8(file: string, text: string): Problem {
  const before = text.slice(0, text.indexOf("\uFFFD")).split("\n");
  return {
    file,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    path: "",
    message: "inventory must be UTF-8 text; save it in that encoding",
  };
}
