export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

export function without(object: Json, key: string): Json {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
}
