/** A JSON object with any values. */
export type Mapping = Record<string, unknown>;

/** Whether a value is an object but not a list. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is an object; otherwise an empty object. */
export function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** What `Map` and `WeakMap` have in common. */
interface Keyed<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** The map's value for the key. If there is none, adds the value that `make` returns. */
export function getOrMake<Key, Value>(map: Keyed<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Adds a value to the map's list for the key. */
export function addTo<Key, Value>(map: Keyed<Key, Value[]>, key: Key, value: Value): void {
  getOrMake(map, key, () => []).push(value);
}

/** Groups items by each of their keys, in the given order. */
export function grouped<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => string[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) for (const key of keysOf(item)) addTo(groups, key, item);
  return groups;
}

/** Returns a function that computes its result only once for each object. The result lives as long as the object. */
export function memoize<Key extends WeakKey, Value>(
  answer: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as Value;
    const made = answer(key);
    known.set(key, made);
    return made;
  };
}

/** Returns a function that computes its result on the first call. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A single value unchanged, several as a sorted list without duplicates. All lists in documents are written like this. */
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

/** Maps a list with at most `limit` calls in flight. The results keep the list's order. */
export async function inParallel<T, U>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}

/**
 * Whether both values have the same JSON text. Avoids creating the texts when the values are alike, as most are when two versions
 * are compared.
 */
export function isSameJson(one: unknown, other: unknown): boolean {
  return areAlike(one, other) || JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Whether both have the same structure of lists and objects with the same values, in the same order. If one is JSON data, so is the
 * other. `areParts` compares their members, and by default does the same.
 */
export function areAlike(
  one: unknown,
  other: unknown,
  areParts: (one: unknown, other: unknown) => boolean = areAlike,
): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => areParts(item, other[index]));
  }
  if (!isMapping(one) || !isMapping(other)) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return (
    Object.getPrototypeOf(one) === Object.getPrototypeOf(other) &&
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && areParts(one[key], other[key]))
  );
}

/**
 * Calls `visit` with each text in the value, including keys. Returns whether the value is JSON data, for which the same JSON means
 * the same.
 */
export function visitJson(value: unknown, visit: (text: string) => void): boolean {
  if (typeof value === "string") visit(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) {
    return value === null || typeof value === "string" || typeof value === "boolean";
  }
  let isJson = true;
  if (Array.isArray(value)) {
    // Unlike `every`, this also visits empty places of the list.
    for (const one of value) isJson = visitJson(one, visit) && isJson;
    return isJson;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  for (const key of Object.keys(value)) {
    visit(key);
    isJson = visitJson((value as Mapping)[key], visit) && isJson;
  }
  return isJson && (prototype === Object.prototype || prototype === null);
}
