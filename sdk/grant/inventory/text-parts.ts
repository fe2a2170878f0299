import { isMapping, type Mapping } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import { flawsOf } from "./mapping-keys";

/** The value of each part of a text that was read, by its lines. */
export type ReadParts = ReadonlyMap<string, unknown>;

/** What another part may refer to, and line breaks that only one of YAML and JavaScript knows. */
const BEYOND_A_PART = /[&\u2028\u2029]|\r(?!\n)/;

/** Blank lines and comments. */
const REMARKS = /^(?: *(?:#[^\r\n]*)?\r?\n)*$/;

/** The first line of a section, with nothing of its value. */
const HEAD = /^\w+:(?: *| +#[^\r\n]*)\r?\n/;

/**
 * Reads a text section by section, and a section with entries entry by entry: the nodes of the whole take fifty times its memory. What
 * `like` has already is not read again. Undefined if a line is other than people write inventories, or if anything is wrong: then the whole
 * text must be read, to the same value or to say what is wrong.
 */
export function readByParts(
  text: string,
  like: ReadParts,
): { value: Mapping; parts: ReadParts } | undefined {
  if (BEYOND_A_PART.test(text)) return undefined;
  const parts = new Map<string, unknown>();
  /** Adds the one entry that these lines are. False if they are not one, or if the mapping has it. */
  const add = (to: Mapping, lines: string, isWithin: boolean): boolean => {
    const known = parts.get(lines) ?? like.get(lines);
    const read = known ?? entryOf(lines, isWithin);
    if (!isMapping(read)) return false;
    const [[name, value] = [""], ...others] = Object.entries(read);
    if (name === "" || others.length > 0 || Object.hasOwn(to, name)) return false;
    parts.set(lines, read);
    to[name] = value;
    return true;
  };

  const value: Mapping = {};
  const [remarks = "", ...sections] = text.split(/^(?=\w)/m);
  if (/^\w/.test(remarks)) sections.unshift(remarks);
  else if (!REMARKS.test(remarks)) return undefined;
  if (sections.length === 0) return undefined;
  for (const section of sections) {
    // Any other line that belongs to no section, such as a directive.
    if (/^[^ #\w\r\n]/m.test(section)) return undefined;
    const [head = ""] = HEAD.exec(section) ?? [];
    const lines = section.slice(head.length);
    const indent = /^( +)[^ #\r\n]/m.exec(lines)?.[1]?.length;
    if (head === "" || indent === undefined) {
      if (!/^\w+:\s/.test(section) || !add(value, section, false)) return undefined;
      continue;
    }
    if (new RegExp(`^ {0,${indent - 1}}[^ #\\r\\n]`, "m").test(lines)) return undefined;
    const name = head.slice(0, head.indexOf(":"));
    const entries: Mapping = {};
    const [before = "", ...others] = lines.split(new RegExp(`^(?= {${indent}}[^ #\\r\\n])`, "m"));
    const all = REMARKS.test(before) ? others : [before, ...others];
    const isEntry = new RegExp(`^ {${indent}}(?:[\\w/][\\w./@+=-]*|"[^"\\\\\\r\\n]+"):\\s`);
    for (const entry of all) {
      if (!isEntry.test(entry) || !add(entries, entry, true)) return undefined;
    }
    if (Object.hasOwn(value, name)) return undefined;
    value[name] = entries;
  }
  return { value, parts };
}

/** The mapping that these lines are, at the root or within a section. */
function entryOf(lines: string, isWithin: boolean): unknown {
  const read = parseYamlText(isWithin ? `section:\n${lines}` : lines);
  if ("flaw" in read || flawsOf(read.document, read.lines).length > 0) return undefined;
  const value: unknown = read.document.toJS();
  return isWithin && isMapping(value) ? value.section : value;
}
