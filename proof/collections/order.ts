import { grouped } from "./maps";

/** One value as it is, several as a sorted list without duplicates: how every list of an emitted document is written. */
export function oneOrSorted(values: readonly string[]): string | string[] {
  const sorted = sortedUnique(values);
  return sorted.length === 1 && sorted[0] !== undefined ? sorted[0] : sorted;
}

export function sortedUnique(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}

/** Groups `items` by a text key, groups in the order of their keys. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  return [...grouped(items, (item) => [key(item)])].sort(([a], [b]) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
}
