/**
 * The elements of `all` conflict. Finds a part of them that conflicts too, and of which nothing can be left out, by QuickXplain
 * (Junker, 2004). It asks some `k log n` times for a part of `k`.
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
