import { isDeepStrictEqual } from "node:util";
import { asMapping } from "iam-proof/collections";
import type { Json } from "../model/object";

/** Fields as Kubernetes writes them (`FieldsV1`): `f:NAME` for a member, `k:{KEY}` for an item of a list with a key; a leaf has none. */
export interface FieldSet {
  [segment: string]: FieldSet;
}

/** Lists whose items are identified by one of their members. Any other list is one value. */
const LIST_KEYS: Record<string, string> = {
  containers: "name",
  env: "name",
  initContainers: "name",
  volumeMounts: "mountPath",
  volumes: "name",
};

/** The parts of a value that can belong to different managers. */
export function membersOf(value: Json | undefined, name?: string): [segment: string, Json][] {
  if (Array.isArray(value)) {
    const key = keyOf(value, name);
    return key === undefined ? [] : value.map((item) => [itemSegment(key, item), item]);
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([member, item]) => [`f:${member}`, item]);
}

/** The member that identifies the items of a list. Undefined if the list is one value. */
export function keyOf(list: Json[], name: string | undefined): string | undefined {
  const key = name === undefined ? undefined : LIST_KEYS[name];
  return key !== undefined && list.every((item) => keyValue(key, item) !== undefined)
    ? key
    : undefined;
}

export function itemSegment(key: string, item: Json): string {
  return `k:${JSON.stringify({ [key]: keyValue(key, item) })}`;
}

export function nameOf(segment: string): string {
  return segment.slice(2);
}

export function fieldsOf(value: Json | undefined, name?: string): FieldSet {
  return Object.fromEntries(
    membersOf(value, name).map(([segment, item]) => [segment, fieldsOf(item, nameOf(segment))]),
  );
}

export function changedFields(
  before: Json | undefined,
  after: Json | undefined,
  name?: string,
): FieldSet {
  const olds = new Map(membersOf(before, name));
  const changed: FieldSet = {};
  for (const [segment, item] of membersOf(after, name)) {
    const old = olds.get(segment);
    if (isDeepStrictEqual(old, item)) continue;
    const hasFields = membersOf(item, nameOf(segment)).length > 0;
    const inner = hasFields ? changedFields(old, item, nameOf(segment)) : {};
    if (!hasFields || !isEmpty(inner)) changed[segment] = inner;
  }
  return changed;
}

export function union(one: FieldSet, other: FieldSet): FieldSet {
  const all = { ...one };
  for (const [segment, inner] of Object.entries(other)) {
    all[segment] = union(all[segment] ?? {}, inner);
  }
  return all;
}

export function difference(one: FieldSet, other: FieldSet): FieldSet {
  const rest: FieldSet = {};
  for (const [segment, inner] of Object.entries(one)) {
    const taken = other[segment];
    const left = taken ? difference(inner, taken) : inner;
    if (!taken || !isEmpty(left)) rest[segment] = left;
  }
  return rest;
}

export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  const both: FieldSet = {};
  for (const [segment, inner] of Object.entries(one)) {
    const met = other[segment];
    if (!met) continue;
    const common = intersection(inner, met);
    if (!isEmpty(common) || (isEmpty(inner) && isEmpty(met))) both[segment] = common;
  }
  return both;
}

export function isEmpty(fields: FieldSet): boolean {
  return Object.keys(fields).length === 0;
}

/** Each field's path as Kubernetes prints it, e.g. `.spec.template.spec.containers[name="app"].image`. */
export function pathsOf(fields: FieldSet, prefix = ""): string[] {
  return Object.entries(fields).flatMap(([segment, inner]) => {
    const path = prefix + pathOf(segment);
    return isEmpty(inner) ? [path] : pathsOf(inner, path);
  });
}

function pathOf(segment: string): string {
  if (segment.startsWith("f:")) return `.${nameOf(segment)}`;
  const key = JSON.parse(nameOf(segment)) as Record<string, string>;
  return `[${Object.entries(key).map(([name, value]) => `${name}=${JSON.stringify(value)}`)}]`;
}

function keyValue(key: string, item: Json): string | undefined {
  const value = asMapping(item)[key];
  return typeof value === "string" ? value : undefined;
}
