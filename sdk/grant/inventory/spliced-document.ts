import { parseYamlText } from "iam-proof/yaml";
import { Document, isMap, isScalar, type Node, Pair, YAMLMap } from "yaml";

/** A text that was read, and the result. */
export interface ReadText {
  text: string;
  contents: Node;
}

/** The start of a line outside all entries: a document marker, a directive, or a key of the root. */
const OF_THE_ROOT = /^[^ #\r\n]/m;

/**
 * Reads a text that differs from `like` in one section only, by parsing only the entries that differ and one neighbour on each
 * side. The resulting nodes do not have their places in the text. Undefined if anything around these entries could matter: then the
 * whole text must be read.
 */
export function splicedDocument(text: string, like: ReadText): Document | undefined {
  const { contents: root, text: old } = like;
  // An anchor may be used by an entry elsewhere, and a directive changes everything.
  if (text.includes("&") || /&|^\uFEFF?%/m.test(old) || !isBlock(root)) return undefined;
  const { end, start } = differingLines(old, text);
  const lineOf = (pair: Pair | undefined) => (pair ? lineStart(old, offsetOf(pair)) : old.length);
  const place = root.items.findLastIndex((pair) => lineOf(pair) < start);
  const section = root.items[place];
  const entries = section?.value;
  if (!section || !isBlock(entries)) return undefined;

  const starts = [...entries.items.map(lineOf), lineOf(root.items[place + 1])];
  const first = Math.max(starts.findLastIndex((line) => line <= start) - 1, 0);
  const last = Math.min(starts.findIndex((line) => line >= end) + 1, entries.items.length);
  const [from = 0, to = 0] = [starts[first], starts[last]];
  if (start < from || to < end) return undefined;

  const lines = text.slice(from, text.length - (old.length - to));
  const part = `section:\n${lines}`;
  const isWhole = lines.endsWith("\n") || to === old.length;
  const read = isWhole && !OF_THE_ROOT.test(lines) ? parseYamlText(part) : undefined;
  const alone = read && "document" in read && read.document.contents;
  // A line with less indentation than the entries may also be a key of the root.
  const now = isBlock(alone) && alone.items.length === 1 && alone.get("section");
  const indent = indentOf(old, entries);
  if (!isBlock(now) || indent === undefined || indentOf(part, now) !== indent) return undefined;
  const items = [...entries.items.slice(0, first), ...now.items, ...entries.items.slice(last)];
  const whole = root.items.map((pair) =>
    pair === section ? new Pair(section.key, mapOf(items)) : pair,
  );
  const document = new Document();
  document.contents = mapOf(whole);
  return document;
}

/** The range of lines in the old text that differ from the new one. */
function differingLines(old: string, now: string): { start: number; end: number } {
  const most = Math.min(old.length, now.length);
  let same = 0;
  while (same < most && old[same] === now[same]) same += 1;
  const start = lineStart(old, same);
  let after = 0;
  while (after < most - start && old.at(-1 - after) === now.at(-1 - after)) after += 1;
  const line = old.indexOf("\n", old.length - after - 1);
  return { start, end: line < 0 ? old.length : Math.max(line + 1, start) };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

function offsetOf({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** The indentation of a mapping's keys; undefined if anything else precedes one of them on its line. */
function indentOf(text: string, { items }: YAMLMap): number | undefined {
  const indents = new Set(
    items.map((pair) => {
      const before = text.slice(lineStart(text, offsetOf(pair)), offsetOf(pair));
      return /^ +$/.test(before) ? before.length : undefined;
    }),
  );
  return indents.size === 1 ? [...indents][0] : undefined;
}

/** Whether a node is a block mapping without a tag. */
function isBlock(node: unknown): node is YAMLMap<unknown, unknown> {
  return isMap(node) && !node.flow && node.tag === undefined;
}

function mapOf(items: Pair[]): YAMLMap {
  const map = new YAMLMap();
  map.items = items;
  return map;
}
