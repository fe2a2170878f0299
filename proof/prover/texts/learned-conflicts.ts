import { addTo } from "../../collections";
import type { TextPattern } from "./text-pattern";

/** Patterns that contradict each other: no text is within all of the first and outside all of the second. */
export interface Conflict {
  within: TextPattern[];
  outside: TextPattern[];
}

const MOST = 10_000;
const learned = new Map<string, Conflict[]>();
let size = 0;

/** Stores a conflict among texts of the domain. It holds in every question, so it need not be found again. */
export function learnConflict(domain: TextPattern[], conflict: Conflict): void {
  if (size >= MOST) {
    learned.clear();
    size = 0;
  }
  addTo(learned, domainKey(domain), conflict);
  size += 1;
}

/** Stored conflicts that only involve these patterns, including one of the new ones. */
export function knownConflicts(
  domain: TextPattern[],
  patterns: TextPattern[],
  isNew: (pattern: TextPattern) => boolean,
): Conflict[] {
  const keys = new Map(patterns.map((pattern) => [pattern.key, pattern]));
  return (learned.get(domainKey(domain)) ?? []).filter(({ outside, within }) => {
    const all = [...within, ...outside];
    if (!all.every(({ key }) => keys.has(key))) return false;
    return all.some(({ key }) => isNew(keys.get(key) as TextPattern));
  });
}

function domainKey(domain: TextPattern[]): string {
  return domain.map(({ key }) => key).join("\n");
}

/**
 * The elements of `all` conflict. Finds a conflicting subset from which nothing can be left out, with QuickXplain (Junker, 2004).
 * It asks about `k log n` times for a subset of `k`.
 */
export function smallestConflict<T>(all: readonly T[], conflicts: (some: T[]) => boolean): T[] {
  const explain = (kept: T[], isKeptNew: boolean, candidates: readonly T[]): T[] => {
    if (isKeptNew && conflicts(kept)) return [];
    if (candidates.length <= 1) return [...candidates];
    const middle = Math.ceil(candidates.length / 2);
    const [first, second] = [candidates.slice(0, middle), candidates.slice(middle)];
    const ofSecond = explain([...kept, ...first], true, second);
    const ofFirst = explain([...kept, ...ofSecond], ofSecond.length > 0, first);
    return [...ofFirst, ...ofSecond];
  };
  return explain([], false, all);
}
