/** An entry of an inventory, with what a person must decide or know about it. */
export interface Entry {
  value: Record<string, unknown>;
  marks: string[];
}

/** A mapping without empty values: undefined, null, and an empty text, list or mapping. */
export function filled(mapping: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === "" || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
  const all = Object.entries(mapping);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && !isEmpty(value)));
}

/** A value, or undefined if it equals the default. */
export function unless<Value>(unsaid: unknown, value: Value): Value | undefined {
  return value === unsaid ? undefined : value;
}
