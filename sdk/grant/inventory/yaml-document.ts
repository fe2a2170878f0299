import { memoize } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import { formatPath, type Path, visibleText } from "../../rules/problem";
import { flawsOf } from "./mapping-keys";
import { type ReadParts, readByParts } from "./text-parts";

/** The size limit of an inventory, in bytes: 10 MB. */
export const INVENTORY_SIZE_LIMIT = 10_000_000;

/** An inventory's text after reading: its value, and the place of each part. */
export interface YamlDocument {
  value: unknown;
  /** A problem with the value (or the key) at `path`, which `says` what is wrong. */
  problemAt(path: Path, says: string, spot?: "key" | "value"): PlacedProblem;
  /** The file that the value at `path` is from. Unlike a problem's place, it costs nothing. */
  fileOf(path: Path): string;
  /** Its parts, which the reading of a similar text need not read again. None if the whole had to be read at once. */
  parts: ReadParts;
}

/** Reads YAML 1.2, or says why it cannot. Never throws, whatever the text is. `like` makes it faster and changes nothing else. */
export function readYaml(
  text: string,
  file: string,
  like: ReadParts = new Map(),
): { document: YamlDocument } | { problems: PlacedProblem[] } {
  const size = new TextEncoder().encode(text).length;
  if (size >= INVENTORY_SIZE_LIMIT) return { problems: [tooLarge(file, size)] };

  const placed = (lines: LineCounter, offset: number, path: Path, says: string): PlacedProblem => {
    const where = visibleText(formatPath(path));
    const message = visibleText(where === "" ? says : `${where} ${says}`);
    return { file, ...position(lines, offset), path: where, message };
  };
  // The nodes take fifteen times the memory of the text. They are dropped once the inventory is checked, and read again if a place
  // is asked for later.
  let known: WeakRef<Nodes> | undefined;
  const nodes = (): Nodes => {
    const read = known?.deref() ?? nodesOf(text);
    known = new WeakRef(read);
    return read;
  };
  const documentOf = (value: unknown, parts: ReadParts): YamlDocument => ({
    ...{ value, parts },
    problemAt(path, says, spot = "value") {
      const sentence = path.length === 0 ? `inventory ${says}` : says;
      const { contents, lines } = nodes();
      return placed(lines, offsetOf(contents, path, spot), path, sentence);
    },
    fileOf: () => file,
  });
  const byParts = readByParts(text, like);
  if (byParts) return { document: documentOf(byParts.value, byParts.parts) };

  const read = parseYamlText(text);
  const { lines } = read;
  const problem = (offset: number, path: Path, says: string) => placed(lines, offset, path, says);
  if ("flaw" in read) return { problems: [problem(read.offset, [], `invalid YAML: ${read.flaw}`)] };

  const { contents } = read.document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return { problems: [problem(0, [], "inventory must have accounts, got an empty file")] };
  }
  const flaws = flawsOf(read.document, lines);
  if (flaws.length > 0) {
    return { problems: flaws.map(({ offset, path, says }) => problem(offset, path ?? [], says)) };
  }
  known = new WeakRef({ contents, lines });
  // Bounded by `flawsOf`.
  return { document: documentOf(read.document.toJS({ maxAliasCount: -1 }), new Map()) };
}

/** The nodes of a text, and the offsets at which its lines begin. */
interface Nodes {
  contents: Node;
  lines: LineCounter;
}

/** Parses a text again that was read before. */
function nodesOf(text: string): Nodes {
  const read = parseYamlText(text);
  if ("flaw" in read || read.document.contents === null)
    throw new Error("the text was YAML before");
  return { contents: read.document.contents, lines: read.lines };
}

/** The problem of a file that is too large to read. `size` is in bytes. */
export function tooLarge(file: string, size: number): PlacedProblem {
  const message = `inventory must be smaller than 10 MB, got ${size} bytes; split it in several`;
  return { file, line: 1, column: 1, path: "", message };
}

/** The problem of a file that is not UTF-8. `text` is the readable part. */
export function notUtf8(file: string, text: string): PlacedProblem {
  const before = text.slice(0, text.indexOf("\uFFFD")).split("\n");
  return {
    file,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    path: "",
    message: "inventory must be UTF-8 text; save it in that encoding",
  };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The offset of the value at `path`, or of its key if the value spans lines or is missing. */
function offsetOf(root: Node, path: Path, spot: "key" | "value"): number {
  let node: unknown = root;
  let offset = startOf(root);
  for (const [index, step] of path.entries()) {
    const child = childOf(node, step);
    if (child === undefined) return offset;
    const key = isPair(child) ? child.key : undefined;
    node = isPair(child) ? child.value : child;
    const wantsKey = spot === "key" && index === path.length - 1;
    const byKey = wantsKey || isCollection(node) || isMissing(node);
    offset = startOf(byKey && key ? key : node);
  }
  return offset;
}

function childOf(node: unknown, step: string | number): Pair | Node | undefined {
  if (isMap(node)) return childrenOf(node).get(String(step));
  const item = isSeq(node) && typeof step === "number" ? node.items[step] : undefined;
  return isNode(item) ? item : undefined;
}

/** A mapping's pairs by their keys, computed once: an inventory of 50,000 entries may have as many mistakes. */
const childrenOf = memoize((map: YAMLMap) => {
  const pairs = map.items.flatMap((pair): [string, Pair][] =>
    isScalar(pair.key) ? [[String(pair.key.value), pair]] : [],
  );
  return new Map(pairs);
});

function isMissing(node: unknown): boolean {
  return !isAlias(node) && (!isScalar(node) || node.source === "");
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** A mistake in an inventory: its place, and what to do about it. */
export interface PlacedProblem {
  /** The file's name, as the caller gave it. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** Keys that lead to the place, e.g. `readers.orders.reads[0]`. Empty for the whole file. */
  path: string;
  /** One sentence: the path, the rule, the value, and what to do. */
  message: string;
}
