/** An entry of an inventory, and what a person must decide or know of it. */
export interface Entry {
  value: Record<string, unknown>;
  marks: string[];
}

/** A mapping without what says nothing: what is undefined or null, and a text, list or mapping that is empty. */
export function filled(mapping: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === "" || (typeof value === "object" && Object.keys(value ?? {}).length === 0);
  const all = Object.entries(mapping);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && !isEmpty(value)));
}

/** What is said of something only where it is not as it would be unsaid. */
export function unless<Value>(unsaid: unknown, value: Value): Value | undefined {
  return value === unsaid ? undefined : value;
}
