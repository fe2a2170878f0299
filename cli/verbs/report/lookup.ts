import { addTo } from "iam-proof/collections";

/** Returns a function that finds values by a key. A value may have several keys. */
export function lookup<Value>(
  values: readonly Value[],
  keysOf: (value: Value) => readonly string[],
): (key: string) => Value[] {
  const lists = new Map<string, Value[]>();
  for (const value of values) for (const key of new Set(keysOf(value))) addTo(lists, key, value);
  return (key) => lists.get(key) ?? [];
}
