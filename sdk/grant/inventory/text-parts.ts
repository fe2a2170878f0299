import { getOrMake, isMapping, type Mapping } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import { flawsOf } from "./mapping-keys";

/** The value of each part of a text that was read, by its lines. */
export type ReadParts = ReadonlyMap<string, unknown>;

/** What another part may refer to, and line breaks that only one of YAML and JavaScript knows. */
const BEYOND_A_PART = /[&\u2028\u2029]|\r(?!\n)/;

/** Blank lines and comments. */
const REMARKS = /^(?: *(?:#[^\r\n]*)?\r?\n)*$/;

/** The first line of a section or an entry, with nothing of its value. YAML reads such a name as text, if it is none of `NO_TEXT`. */
const HEAD = /^ *([A-Za-z][\w./@+-]{0,999}):(?: *| +#[^\r\n]*)\r?\n/;

/** A line with a key and a text, or a list of texts, without anything that YAML knows another meaning of. */
const PLAIN_LINE =
  /^ +([A-Za-z]\w{0,99}): (?:([A-Za-z][\w./-]*)|\[([A-Za-z][\w./-]*(?:, [A-Za-z][\w./-]*)*)\])\r?\n$/;

const NO_TEXT = /\b(?:true|false|null)\b/i;

/** The patterns of a block whose keys are indented by so many spaces. */
const blockPatterns = (indent: number) => ({
  outside: new RegExp(`^ {0,${indent - 1}}[^ #\\r\\n]`, "m"),
  begin: new RegExp(`^(?= {${indent}}[^ #\\r\\n])`, "m"),
  entry: new RegExp(`^ {${indent}}(?:[\\w/][\\w./@+=-]*|"[^"\\\\\\r\\n]+"):\\s`),
});

/** How deep a block is read entry by entry: sections, their entries, and the keys of these. */
const DEEPEST_ENTRIES = 2;

/**
 * Reads a text section by section, a section with entries entry by entry, and an entry key by key: the nodes of the whole take fifty times
 * its memory, and most keys need no parser. What `like` has already, or what stands twice, is not read again. Undefined if a line is other
 * than people write inventories, or if anything is wrong: then the whole text must be read, to the same value or to say what is wrong.
 */
export function readByParts(
  text: string,
  like: ReadParts,
): { value: Mapping; parts: ReadParts } | undefined {
  if (BEYOND_A_PART.test(text)) return undefined;
  const parts = new Map<string, unknown>();
  const patterns = new Map<number, ReturnType<typeof blockPatterns>>();

  /** Adds the one entry that these lines are. False if they are not one, or if the mapping has it. */
  const add = (to: Mapping, lines: string, depth: number): boolean => {
    const plain = plainEntryOf(lines);
    const read = plain ?? parts.get(lines) ?? like.get(lines) ?? readEntry(lines, depth);
    if (!isMapping(read)) return false;
    const [[name, value] = [""], ...others] = Object.entries(read);
    if (name === "" || others.length > 0 || Object.hasOwn(to, name)) return false;
    if (!plain) parts.set(lines, read);
    to[name] = value;
    return true;
  };

  const readEntry = (lines: string, depth: number): unknown => {
    const [head, name = ""] = (depth < DEEPEST_ENTRIES && HEAD.exec(lines)) || [];
    const block = head && !NO_TEXT.test(name) && blockOf(lines.slice(head.length), depth + 1);
    return block ? { [name]: block } : entryOf(lines, depth > 0);
  };

  /** The mapping that an indented block is. Undefined if it may be anything else. */
  const blockOf = (lines: string, depth: number): Mapping | undefined => {
    const indent = /^( +)[^ #\r\n]/m.exec(lines)?.[1]?.length;
    if (indent === undefined) return undefined;
    const { begin, entry, outside } = getOrMake(patterns, indent, () => blockPatterns(indent));
    if (outside.test(lines)) return undefined;
    const [before = "", ...others] = lines.split(begin);
    const all = REMARKS.test(before) ? others : [before, ...others];
    const block: Mapping = {};
    return all.every((one) => entry.test(one) && add(block, one, depth)) ? block : undefined;
  };

  const value: Mapping = {};
  const [remarks = "", ...sections] = text.split(/^(?=\w)/m);
  if (/^\w/.test(remarks)) sections.unshift(remarks);
  else if (!REMARKS.test(remarks)) return undefined;
  if (sections.length === 0) return undefined;
  for (const section of sections) {
    // Any other line that belongs to no section, such as a directive.
    if (/^[^ #\w\r\n]/m.test(section)) return undefined;
    if (!/^\w+:\s/.test(section) || !add(value, section, 0)) return undefined;
  }
  return { value, parts };
}

function plainEntryOf(lines: string): Mapping | undefined {
  const [line, key = "", text, list] = PLAIN_LINE.exec(lines) ?? [];
  if (line === undefined || NO_TEXT.test(line)) return undefined;
  return { [key]: text ?? list?.split(", ") };
}

/** The mapping that these lines are, at the root or within a section. */
function entryOf(lines: string, isWithin: boolean): unknown {
  const read = parseYamlText(isWithin ? `section:\n${lines}` : lines);
  if ("flaw" in read || flawsOf(read.document, read.lines).length > 0) return undefined;
  const value: unknown = read.document.toJS();
  return isWithin && isMapping(value) ? value.section : value;
}
