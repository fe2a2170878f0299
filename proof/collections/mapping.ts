/** An object of JSON, of whatever values. */
export type Mapping = Record<string, unknown>;

/** Whether a value is an object, and no list. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value where it is an object, or else one without entries. */
export function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}
