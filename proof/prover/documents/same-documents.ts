import { memoize } from "../../collections";
import type { AccessDocuments } from "../../domain/documents";
import { withoutIdleTags } from "./asked-tags";

/**
 * Whether two documents are equal apart from the order of lists and from tags that no policy asks for. Equal sessions may then do
 * the same under both.
 */
export function areSame(one: AccessDocuments, other: AccessDocuments): boolean {
  if (one.principalKind !== other.principalKind) return false;
  const [lists, others] = [listsOf(one), listsOf(other)];
  return [...new Set([...lists.keys(), ...others.keys()])].every((name) =>
    haveSameTexts(lists.get(name), others.get(name)),
  );
}

function listsOf(documents: AccessDocuments): Map<string, unknown> {
  const { principalKind: _, ...lists } = withoutIdleTags(documents);
  return new Map(Object.entries(lists));
}

function haveSameTexts(list: unknown, other: unknown): boolean {
  const [texts, others] = [textsOf(list), textsOf(other)];
  return texts.length === others.length && texts.every((text, index) => text === others[index]);
}

function textsOf(list: unknown): string[] {
  return [list ?? []]
    .flat()
    .map((part) => (typeof part === "object" && part !== null ? textOf(part) : String(part)))
    .sort();
}

const textOf = memoize((part: object) => JSON.stringify(part));
