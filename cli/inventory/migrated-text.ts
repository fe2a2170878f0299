import { isMap, isNode } from "yaml";
import { parseYamlText } from "../../sdk/grant/inventory/yaml-text";
import { INVENTORY_VERSION } from "../../sdk/rules";
import { UserError } from "../terminal/errors";
import { newInventoryId } from "./inventory-id";

export interface Migration {
  text: string;
  /** The lines that were added, none where the inventory has them all. */
  added: string[];
}

/**
 * Brings the text of a right inventory to the present version: adds what it lacks before its first key, and changes nothing else.
 * Rejects with a `UserError` a text in braces, which has no line for a key.
 */
export function migratedText(text: string, file: string): Migration {
  const read = parseYamlText(text);
  if ("flaw" in read || !isMap(read.document.contents)) throw new Error(`${file} was not checked`);
  const { contents } = read.document;
  const added = [
    ...(contents.has("version") ? [] : [`version: ${INVENTORY_VERSION}`]),
    ...(contents.has("id") ? [] : [`id: ${newInventoryId()}`]),
  ];
  if (added.length === 0) return { text, added };
  const first = contents.items[0]?.key;
  if (contents.flow || !isNode(first) || !first.range) {
    throw new UserError(`${file} is written in braces; add to it: ${added.join(", ")}`);
  }
  const [start] = first.range;
  const { col } = read.lines.linePos(start);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = added.map((line) => `${line}${newline}${" ".repeat(col - 1)}`);
  return { text: text.slice(0, start) + lines.join("") + text.slice(start), added };
}
