import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type KubernetesObject } from "../model/object";
import { badRequest } from "../model/status-error";
import { changedFields, difference, type FieldSet, fieldsOf, isEmpty, union } from "./field-set";

export interface FieldManager {
  name: string;
  /** `Apply` for server-side apply, `Update` for every other write. */
  operation: "Apply" | "Update";
  subresource?: string;
}

export interface ManagedFieldsEntry {
  manager: string;
  operation: FieldManager["operation"];
  apiVersion: string;
  time: string;
  fieldsType: "FieldsV1";
  fieldsV1: FieldSet;
  subresource?: string;
}

/** Members of `metadata` that name the object or that the server writes. They belong to nobody. */
const OWNERLESS = new Set([
  "creationTimestamp",
  "generation",
  "managedFields",
  "name",
  "namespace",
  "resourceVersion",
  "uid",
]);

export function managedFieldsOf(object: KubernetesObject | undefined): ManagedFieldsEntry[] {
  return (object?.metadata.managedFields ?? []) as ManagedFieldsEntry[];
}

/** Throws if a client's `metadata.managedFields` is not a list of entries. */
export function checkManagedFields(given: Json | undefined): void {
  if (given === undefined || given === null) return;
  if (!Array.isArray(given) || !given.every(isManagedFieldsEntry)) {
    throw badRequest("metadata.managedFields must be a list of entries with their fields");
  }
}

function isManagedFieldsEntry(entry: Json): boolean {
  if (!isObject(entry)) return false;
  const { apiVersion, fieldsType, fieldsV1, manager, operation } = entry;
  return (
    typeof apiVersion === "string" &&
    typeof manager === "string" &&
    (operation === "Apply" || operation === "Update") &&
    fieldsType === "FieldsV1" &&
    isFieldSet(fieldsV1)
  );
}

function isFieldSet(value: Json | undefined): boolean {
  return isObject(value) && Object.values(value).every(isFieldSet);
}

export function ownable(object: KubernetesObject): Json {
  const { apiVersion: _, kind: __, status: ___, metadata, ...content } = object;
  const given = Object.entries(metadata).filter(([member]) => !OWNERLESS.has(member));
  const described = given.length > 0 ? { metadata: Object.fromEntries(given) } : {};
  return { ...described, ...content } as unknown as Json;
}

export function isEntryOf(entry: ManagedFieldsEntry, manager: FieldManager): boolean {
  return (
    entry.manager === manager.name &&
    entry.operation === manager.operation &&
    entry.subresource === manager.subresource
  );
}

/** The entries after `manager` changed `before` to `after`: it alone owns what it changed. */
export function afterUpdate(
  before: KubernetesObject | undefined,
  after: KubernetesObject,
  manager: FieldManager,
): ManagedFieldsEntry[] {
  const entries = managedFieldsOf(after.metadata.managedFields ? after : before);
  const old = before && ownable(before);
  const next = ownable(after);
  const changed = changedFields(old, next);
  const gone = difference(fieldsOf(old), fieldsOf(next));
  const rest = entries.map((entry) => {
    const kept = difference(entry.fieldsV1, gone);
    return withFields(entry, isEntryOf(entry, manager) ? kept : difference(kept, changed));
  });
  const mine = rest.find((entry) => isEntryOf(entry, manager))?.fieldsV1 ?? {};
  return withEntry(rest, manager, after.apiVersion, union(mine, changed));
}

/** The entries with `manager` owning exactly `fields`. A manager that owns nothing has no entry. */
export function withEntry(
  entries: ManagedFieldsEntry[],
  { name, operation, subresource }: FieldManager,
  apiVersion: string,
  fields: FieldSet,
): ManagedFieldsEntry[] {
  const manager = { name, operation, subresource };
  const known = entries.some((entry) => isEntryOf(entry, manager));
  const made: ManagedFieldsEntry = {
    manager: name,
    operation,
    apiVersion,
    time: now(),
    fieldsType: "FieldsV1",
    fieldsV1: fields,
    ...(subresource !== undefined && { subresource }),
  };
  const all = known
    ? entries.map((entry) => (isEntryOf(entry, manager) ? withFields(entry, fields) : entry))
    : [...entries, made];
  return all.filter(({ fieldsV1 }) => !isEmpty(fieldsV1));
}

/** The entry with other fields. Its time is that of their last change. */
export function withFields(entry: ManagedFieldsEntry, fieldsV1: FieldSet): ManagedFieldsEntry {
  return isDeepStrictEqual(entry.fieldsV1, fieldsV1) ? entry : { ...entry, fieldsV1, time: now() };
}

function now(): string {
  return new Date().toISOString().replace(/\.\d{3}Z$/, "Z");
}
