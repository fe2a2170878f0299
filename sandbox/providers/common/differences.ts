import { isDeepStrictEqual } from "node:util";
import { isMapping } from "iam-proof/collections";
import type { PropertyChange } from "./provider";
import { containsUnknown, type Properties, type Property, type Schema } from "./values";

type Changes = Record<string, PropertyChange>;

/** Compares state and program by property. An absent value equals its type's zero value. A missing computed value never differs. */
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

/** Differences between two sets of values, by property path: objects by member, lists by index. */
export function diffRecords(
  olds: Properties,
  news: Properties,
  prefix = "",
): Record<string, PropertyChange> {
  const changes: Record<string, PropertyChange> = {};
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (key.startsWith("__")) continue;
    Object.assign(changes, diffValues(olds[key], news[key], prefix + pathOf(key, prefix === "")));
  }
  return changes;
}

function diffValues(old: unknown, next: unknown, path: string): Record<string, PropertyChange> {
  if (isAbsent(old) && isAbsent(next)) return {};
  if (isAbsent(old)) return { [path]: "add" };
  if (isAbsent(next)) return { [path]: "delete" };
  if (isMapping(old) && isMapping(next)) return diffRecords(old, next, path);
  if (Array.isArray(old) && Array.isArray(next)) {
    return Object.assign(
      {},
      ...Array.from({ length: Math.max(old.length, next.length) }, (_, index) =>
        diffValues(old[index], next[index], `${path}[${index}]`),
      ),
    );
  }
  return old === next && !containsUnknown(next) ? {} : { [path]: "update" };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function pathOf(key: string, first: boolean): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
  return first ? key : `.${key}`;
}
