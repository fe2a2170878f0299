import type { AccessDocuments } from "../../domain/documents";
import type { Fingerprint } from "./fingerprint";
import { NameComparedByPattern, textWithNames } from "./shape";

/** Members whose values are fixed words, not names from documents. */
const WORDS = new Set(["action", "kind"]);

/**
 * Data about one slice, transferred to another with the same fingerprint by replacing each name by the one in its place. Other
 * names do not change. Undefined if one of them is a name of the other slice, or if it is not certain what is a name. `whole` are
 * the documents that both slices belong to.
 */
export function withNamesOf<T>(
  value: T,
  from: Fingerprint,
  to: Fingerprint,
  whole: AccessDocuments,
): T | undefined {
  if (from.text !== to.text) return undefined;
  const places = new Map(from.names.map((name, place) => [name, to.names[place]]));
  const taken = new Set(to.names);
  const replaced = (name: string) => {
    const other = places.get(name);
    if (other === undefined && taken.has(name)) throw new NameComparedByPattern();
    return other ?? name;
  };
  const write = (inner: unknown, key?: string): unknown => {
    if (typeof inner === "string") {
      return key !== undefined && WORDS.has(key) ? inner : textWithNames(whole, inner, replaced);
    }
    if (Array.isArray(inner)) return inner.map((one) => write(one));
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, write(one, name)]));
  };
  try {
    return write(value) as T;
  } catch (error) {
    if (error instanceof NameComparedByPattern) return undefined;
    throw error;
  }
}
