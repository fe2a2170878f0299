import { type Dirent, readdirSync } from "node:fs";
import { join, normalize, sep } from "node:path";

/** What the system says of a directory that there is not. */
const NOTHING = ["ENOENT", "ENOTDIR"];

/** Whether a path has stars or question marks, rather than naming one file. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/**
 * The files that a pattern names, in order: `*` stands for any characters of a name, `?` for one, and `**` for any
 * directories. Names that begin with a dot are passed over unless the pattern has the dot too. A directory that cannot be
 * read is the system's error.
 */
export function filesOfPattern(pattern: string): string[] {
  const parts = normalize(pattern).split(sep);
  const first = parts.findIndex(isPattern);
  const base = parts.slice(0, first).join(sep) || (pattern.startsWith(sep) ? sep : ".");
  return [...new Set(matches(base, parts.slice(first)))].sort();
}

function matches(directory: string, [part = "", ...rest]: string[]): string[] {
  const entries = entriesOf(directory);
  if (part === "**") {
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
    return [
      ...matches(directory, rest),
      ...below.flatMap(({ name }) => matches(join(directory, name), ["**", ...rest])),
    ];
  }
  const expression = new RegExp(`^${part.split("").map(expressionOf).join("")}$`);
  const hidden = part.startsWith(".");
  const named = entries.filter(
    ({ name }) => expression.test(name) && (hidden || !name.startsWith(".")),
  );
  if (rest.length === 0) {
    return named.flatMap((entry) => (entry.isDirectory() ? [] : [join(directory, entry.name)]));
  }
  return named
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => matches(join(directory, name), rest));
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    // What cannot be read may hold what the pattern names.
    if (!NOTHING.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    return [];
  }
}

function expressionOf(character: string): string {
  if (character === "*") return ".*";
  return character === "?" ? "." : character.replace(/[.+^${}()|[\]\\]/, "\\$&");
}
