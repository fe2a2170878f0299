import { isMapping } from "iam-proof/collections";
import type { Path } from "../../rules/problem";
import { type PlacedProblem, readYaml, type YamlDocument } from "./yaml-document";

/** Sections that any file of an inventory may have. All others belong in the first file. */
const SHARED = ["accounts", "clusters", "secrets", "parameters", "readers"];

const OF_THE_FIRST = ["version", "id", "organization", "defaults"];

/**
 * Merges the files of an inventory into one document. Its problems name the file that a value comes from. It reports entries that
 * two files define, and sections that only the first file may have.
 */
export function mergedDocument(documents: readonly [YamlDocument, ...YamlDocument[]]): {
  document: Omit<YamlDocument, "parts">;
  problems: PlacedProblem[];
} {
  const [root, ...others] = documents;
  if (others.length === 0 || !isMapping(root.value)) return { document: root, problems: [] };
  const value: Record<string, unknown> = { ...root.value };
  const owners = new Map<string, YamlDocument>();
  const problems: PlacedProblem[] = [];

  const addEntries = (document: YamlDocument, section: string, entries: object) => {
    const merged = { ...(value[section] as object | undefined) } as Record<string, unknown>;
    for (const [name, entry] of Object.entries(entries)) {
      const owner = owners.get(keyOf([section, name])) ?? (Object.hasOwn(merged, name) && root);
      if (owner) {
        const { file, line } = owner.problemAt([section, name], "", "key");
        const says = `is given in ${file}:${line} too; keep one`;
        problems.push(document.problemAt([section, name], says, "key"));
      } else {
        merged[name] = entry;
        owners.set(keyOf([section, name]), document);
      }
    }
    value[section] = merged;
  };
  const addSection = (document: YamlDocument, section: string, content: unknown) => {
    if (OF_THE_FIRST.includes(section)) {
      const says = `must stand in ${root.fileOf([])}, the file that includes the others`;
      problems.push(document.problemAt([section], says, "key"));
    } else if (SHARED.includes(section) && isMapping(content) && isMapping(value[section] ?? {})) {
      addEntries(document, section, content);
    } else if (section !== "include" || !Array.isArray(content)) {
      // Problems in its value are found later, like all others.
      value[section] = content;
      owners.set(section, document);
    }
  };

  for (const document of others) {
    if (isMapping(document.value)) {
      for (const [section, content] of Object.entries(document.value)) {
        addSection(document, section, content);
      }
    } else problems.push(document.problemAt([], "must be a mapping with sections such as readers"));
  }
  const ownerOf = (path: Path) =>
    owners.get(keyOf(path.slice(0, 2))) ?? owners.get(String(path[0])) ?? root;
  return {
    document: {
      value,
      problemAt: (path, says, spot) => ownerOf(path).problemAt(path, says, spot),
      fileOf: (path) => ownerOf(path).fileOf(path),
    },
    problems,
  };
}

function keyOf([section, name]: Path): string {
  return `${section}\n${name}`;
}

/** A file of an inventory, read. */
export interface InventoryFile {
  /** The file's name in problems. */
  file: string;
  text: string;
}

/** One entry of a file's `include`. */
export interface Inclusion {
  /** A path or pattern, relative to the file. */
  pattern: string;
  /** Whether the pattern may match no file. */
  mayBeEmpty: boolean;
  /** A problem at this entry, which `says` what is wrong. */
  problem(says: string): PlacedProblem;
}

/** The `include` entries of a file. All other problems are left for `parseInventory`. */
export function inclusionsOf({ file, text }: InventoryFile): Inclusion[] {
  // This avoids reading a large file twice if it includes nothing.
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
