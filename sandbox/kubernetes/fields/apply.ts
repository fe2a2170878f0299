import {
  define,
  isObject,
  type Json,
  type JsonObject,
  type KubernetesObject,
} from "../model/object";
import { StatusError } from "../model/status-error";
import {
  changedFields,
  difference,
  type FieldSet,
  fieldsOf,
  intersection,
  isEmpty,
  itemSegment,
  keyOf,
  pathsOf,
} from "./field-set";
import {
  type FieldManager,
  isEntryOf,
  type ManagedFieldsEntry,
  managedFieldsOf,
  ownable,
  withEntry,
  withFields,
} from "./managed-fields";

/** Server-side apply. Throws a conflict if it changes another manager's field, unless `force` takes the field over. */
export function applyFields(
  live: KubernetesObject | undefined,
  next: KubernetesObject,
  name: string,
  force: boolean,
): KubernetesObject {
  const manager: FieldManager = { name, operation: "Apply" };
  const entries = managedFieldsOf(live);
  const before = live && ownable(live);
  const wanted = ownable(next);
  const changed = changedFields(before, wanted);

  const others = entries.filter((entry) => !isEntryOf(entry, manager));
  const conflicts = others
    .map((entry) => ({ entry, fields: intersection(entry.fieldsV1, changed) }))
    .filter(({ fields }) => !isEmpty(fields));
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);

  const rest = entries.map((entry) =>
    isEntryOf(entry, manager) ? entry : withFields(entry, difference(entry.fieldsV1, changed)),
  );
  const mine = entries.find((entry) => isEntryOf(entry, manager))?.fieldsV1 ?? {};
  const given = fieldsOf(wanted);
  const abandoned = others.reduce(
    (fields, { fieldsV1 }) => difference(fields, fieldsV1),
    difference(mine, given),
  );
  const merged = merge(without(live as unknown as Json, abandoned), next as unknown as Json);
  const object = merged as unknown as KubernetesObject;
  const managedFields = withEntry(rest, manager, next.apiVersion, given);
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

function merge(live: Json | undefined, next: Json, name?: string): Json {
  if (Array.isArray(next)) {
    const key = keyOf(next, name);
    if (key === undefined || !Array.isArray(live) || keyOf(live, name) === undefined) return next;
    const rest = new Map(live.map((item) => [itemSegment(key, item), item]));
    const merged = next.map((item) => {
      const segment = itemSegment(key, item);
      const known = rest.get(segment);
      rest.delete(segment);
      return merge(known, item);
    });
    return [...merged, ...rest.values()];
  }
  if (!isObject(next)) return next;
  const result: JsonObject = isObject(live) ? { ...live } : {};
  for (const [member, value] of Object.entries(next)) {
    if (value !== null) define(result, member, merge(ownMember(result, member), value, member));
  }
  return result;
}

function without(value: Json, fields: FieldSet, name?: string): Json {
  if (isEmpty(fields)) return value;
  if (Array.isArray(value)) {
    const key = keyOf(value, name);
    if (key === undefined) return value;
    return value.flatMap((item) => {
      const inner = fields[itemSegment(key, item)];
      if (!inner) return [item];
      const left = difference(fieldsOf(item), inner);
      return isEmpty(left) ? [] : [without(item, inner)];
    });
  }
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [member, item] of Object.entries(value)) {
    const inner = fields[`f:${member}`];
    if (inner && isEmpty(inner)) continue;
    define(result, member, inner ? without(item, inner, member) : item);
  }
  return result;
}

function applyConflict(conflicts: { entry: ManagedFieldsEntry; fields: FieldSet }[]): StatusError {
  const causes = conflicts.flatMap(({ entry, fields }) =>
    pathsOf(fields).map((field) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${printed(entry)}`,
      field,
    })),
  );
  const [first] = causes;
  const message =
    causes.length === 1 && first
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field}`
      : `Apply failed with ${causes.length} conflicts: ${conflicts
          .map(({ entry, fields }) =>
            [
              `conflicts with ${printed(entry)}:`,
              ...pathsOf(fields).map((path) => `- ${path}`),
            ].join("\n"),
          )
          .join("\n")}`;
  return new StatusError(409, "Conflict", message, { causes });
}

function printed({ apiVersion, manager, operation, subresource }: ManagedFieldsEntry): string {
  const through = subresource === undefined ? "" : ` with subresource "${subresource}"`;
  return `"${manager}"${through}${operation === "Update" ? ` using ${apiVersion}` : ""}`;
}

function ownMember(object: JsonObject, member: string): Json | undefined {
  return Object.hasOwn(object, member) ? object[member] : undefined;
}
