/** An entry of an inventory, and what a person must decide or know of it. */
export interface Entry {
  value: Record<string, unknown>;
  marks: string[];
}

/** A mapping without what says nothing: what is undefined or null, and a text, list or mapping that is empty. */
export function filled(mapping: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => saysSomething(value)));
}

function saysSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** What is said of something only where it is not as it would be unsaid. */
export function unless<Value>(unsaid: unknown, value: Value): Value | undefined {
  return value === unsaid ? undefined : value;
}
