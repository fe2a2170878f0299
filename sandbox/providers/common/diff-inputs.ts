import { isDeepStrictEqual } from "node:util";
import { isMapping } from "iam-proof/collections";
import type { Property, Schema } from "./property";
import type { PropertyChange } from "./provider";
import { containsUnknown, type Properties } from "./values";

type Changes = Record<string, PropertyChange>;

/**
 * Compares what the state says of a resource with what the program wants, property by property. An absent value
 * equals its type's zero value, as in the real provider; a computed one that the program leaves out never differs.
 */
export function diffInputs(schema: Schema, state: Properties, news: Properties): Changes {
  const changes: Changes = {};
  diffFields(schema, state, news, "", false, changes);
  return changes;
}

function diffFields(
  schema: Schema,
  state: Properties,
  news: Properties,
  prefix: string,
  replaces: boolean,
  changes: Changes,
): void {
  for (const [name, property] of Object.entries(schema)) {
    const next = news[name] ?? property.default;
    if (next === undefined && property.computed) continue;
    const forces = replaces || property.replaces === true;
    diffValue(property, state[name], next, prefix + name, forces, changes);
  }
}

function diffValue(
  property: Property,
  old: unknown,
  next: unknown,
  path: string,
  replaces: boolean,
  changes: Changes,
): void {
  const { shape } = property;
  const note = (at: string, before: unknown, after: unknown) => {
    const change = isZero(before) ? "add" : isZero(after) ? "delete" : "update";
    changes[at] = replaces ? `${change}-replace` : change;
  };
  if (isZero(old) && isZero(next)) return;

  if (shape.kind === "object" && isMapping(old) && isMapping(next)) {
    diffFields(shape.fields, old, next, `${path}.`, replaces, changes);
  } else if (shape.kind === "map" && isMapping(old) && isMapping(next)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
      if (old[key] !== next[key]) note(path + member(key), old[key], next[key]);
    }
  } else if (!equal(property, old, next)) {
    note(path, old, next);
  }
}

function equal(property: Property, old: unknown, next: unknown): boolean {
  if (isZero(old) && isZero(next)) return true;
  if (isZero(old) || isZero(next) || containsUnknown(next)) return false;
  const { shape } = property;
  switch (shape.kind) {
    case "list":
    case "set": {
      const before = old as unknown[];
      const after = next as unknown[];
      if (before.length !== after.length) return false;
      if (shape.kind === "list") {
        return before.every((item, index) => equal(shape.of, item, after[index]));
      }
      return after.every((item) => before.some((candidate) => equal(shape.of, candidate, item)));
    }
    case "object":
      return Object.entries(shape.fields).every(([name, field]) => {
        const value = (next as Properties)[name] ?? field.default;
        if (value === undefined && field.computed) return true;
        return equal(field, (old as Properties)[name], value);
      });
    case "map":
      return (
        Object.keys(old as object).length === Object.keys(next as object).length &&
        Object.entries(old as Properties).every(([key, item]) => (next as Properties)[key] === item)
      );
    case "any":
      return isDeepStrictEqual(old, next);
    default:
      return old === next || property.same?.(String(old), String(next)) === true;
  }
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) {
    return true;
  }
  if (Array.isArray(value)) return value.length === 0;
  return isMapping(value) && Object.keys(value).length === 0;
}

function member(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
