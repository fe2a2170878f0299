/** Merges two statements of the same kind. Their lists then allow every pair, which is the most common leak in hand-written policies. */
export function merged(one: Json, two: Json): Json | undefined {
  const isAlike = (key: string) => JSON.stringify(one[key]) === JSON.stringify(two[key]);
  if (!isAlike("Effect") || !isAlike("Action") || !isAlike("Principal")) return undefined;
  if (!isObject(one.Condition) || !isObject(two.Condition)) return undefined;
  return {
    ...one,
    Resource: union(one.Resource, two.Resource),
    Condition: unionOf(one.Condition, two.Condition, (a, b) =>
      isObject(a) && isObject(b) ? unionOf(a, b, union) : a,
    ),
  };
}

function unionOf(one: Json, two: Json, join: (a: unknown, b: unknown) => unknown): Json {
  const keys = Object.keys(one).filter((key) => key in two);
  return Object.fromEntries(keys.map((key) => [key, join(one[key], two[key])]));
}

function union(one: unknown, two: unknown): unknown {
  return [...new Set([...asList(one), ...asList(two)])];
}

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
