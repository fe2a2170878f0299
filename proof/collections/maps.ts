/** What `Map` and `WeakMap` have in common. */
interface Keyed<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** What the map has under the key; where it has nothing, what `make` makes, which it has from then on. */
export function getOrMake<Key, Value>(map: Keyed<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Adds to the list that the map has under the key. */
export function addTo<Key, Value>(map: Keyed<Key, Value[]>, key: Key, value: Value): void {
  getOrMake(map, key, () => []).push(value);
}

/** The items under each of their keys, in the order in which they are given. */
export function grouped<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => string[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) for (const key of keysOf(item)) addTo(groups, key, item);
  return groups;
}

/** The function, which works out its answer once for each object: the answer lasts as long as the object. */
export function memoize<Key extends WeakKey, Value>(
  answer: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, answer(key));
    return known.get(key) as Value;
  };
}
