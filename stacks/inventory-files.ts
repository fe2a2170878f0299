import { isUtf8 } from "node:buffer";
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import {
  INVENTORY_SIZE_LIMIT,
  type InventoryFile,
  inclusionsOf,
  notUtf8,
  type PlacedProblem,
  tooLarge,
} from "eks-pod-secrets/grant";

/** The most files that an inventory may have. */
const MOST_FILES = 10_000;

/**
 * The files that an inventory file includes, directly or through others, each once, in the order of the entries and of names. Or
 * the problems of the entries.
 */
export function includedFiles(root: InventoryFile): {
  files: InventoryFile[];
  problems: PlacedProblem[];
} {
  const files: InventoryFile[] = [];
  const problems: PlacedProblem[] = [];
  const seen = new Set<string>();
  let isOverfull = false;

  const include = (from: InventoryFile, way: string[]): void => {
    for (const { mayBeEmpty, pattern, problem } of inclusionsOf(from)) {
      const path = isAbsolute(pattern) ? pattern : join(dirname(from.file), pattern);
      const found = isPattern(pattern) ? readablePattern(path) : [path].filter(isFile);
      if (!found) {
        problems.push(problem(`must name directories that can be read, got "${pattern}"`));
        continue;
      }
      if (found.length === 0 && !mayBeEmpty) {
        const meant = `{ pattern: ${JSON.stringify(pattern)}, mayBeEmpty: true }`;
        const says = `must name a file, got "${pattern}", which names none; where that is meant, write ${meant}`;
        problems.push(problem(says));
      }
      for (const file of found) {
        const real = realPathOf(file);
        if (real === undefined) {
          problems.push(problem(`must name files that can be read, got "${pattern}" (${file})`));
        } else if (way.includes(real)) {
          // A pattern such as *.yaml means the other files in the file's own directory.
          if (isPattern(pattern) && way.at(-1) === real) continue;
          problems.push(problem(`must not include what includes it, got "${pattern}" (${file})`));
        } else if (!seen.has(real)) {
          seen.add(real);
          add(file, real, way, (says) => problem(`${says}, got "${pattern}" (${file})`));
        }
      }
    }
  };
  const add = (
    file: string,
    real: string,
    way: string[],
    problem: (says: string) => PlacedProblem,
  ): void => {
    if (files.length >= MOST_FILES) {
      if (!isOverfull) problems.push(problem(`must lead to at most ${MOST_FILES} files`));
      isOverfull = true;
      return;
    }
    const { size } = statSync(file);
    if (size >= INVENTORY_SIZE_LIMIT) return void problems.push(tooLarge(file, size));
    const bytes = bytesOf(file);
    if (!bytes) return void problems.push(problem("must name files that can be read"));
    const included = { file, text: bytes.toString("utf8") };
    if (!isUtf8(bytes)) return void problems.push(notUtf8(file, included.text));
    files.push(included);
    include(included, [...way, real]);
  };

  include(root, isFile(root.file) ? [realpathSync(root.file)] : []);
  return { files, problems };
}

/** Undefined if a directory that may contain more matches cannot be read. */
function readablePattern(path: string): string[] | undefined {
  try {
    return filesOfPattern(path);
  } catch {
    return undefined;
  }
}

/** Undefined if the file cannot be read. */
function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  const real = realPathOf(path);
  return real !== undefined && statSync(real).isFile();
}

/** Error codes for a directory that does not exist. */
const NOTHING = ["ENOENT", "ENOTDIR"];

/** Whether a path contains stars or question marks instead of naming one file. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/**
 * The files that match a pattern, in order. `*` stands for any characters of a name, `?` for one, and `**` for any directories.
 * Names that begin with a dot only match a pattern with that dot. Throws the system's error for a directory that cannot be read.
 */
function filesOfPattern(pattern: string): string[] {
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
    // An unreadable directory may contain matches.
    if (!NOTHING.includes(String((error as NodeJS.ErrnoException).code))) throw error;
    return [];
  }
}

function expressionOf(character: string): string {
  if (character === "*") return ".*";
  return character === "?" ? "." : character.replace(/[.+^${}()|[\]\\]/, "\\$&");
}

/** The real path behind links; undefined if it does not exist or is a circle. */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
