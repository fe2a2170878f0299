import { isMapping } from "iam-proof/collections";
import type { FieldSet } from "../../kubernetes/fields/field-set";
import { intersection, isEmpty, union } from "../../kubernetes/fields/field-set";
import { type ManagedFieldsEntry, managedFieldsOf } from "../../kubernetes/fields/managed-fields";
import type { KubernetesObject } from "../../kubernetes/model/object";
import type { Properties } from "../common/values";

/** Managers whose writes an update takes over first, by the beginning of their names. */
const ADOPTED = ["kubectl", "before-first-apply", "pulumi-kubernetes"];

/**
 * The object's field owners with those of `kubectl` writes made the provider's own, or undefined where there are
 * none. A write through a subresource, as `kubectl scale` makes, is never taken over.
 */
export function adoptedOwners(
  live: KubernetesObject,
  fieldManager: string,
): ManagedFieldsEntry[] | undefined {
  const entries = managedFieldsOf(live);
  const isAdopted = ({ manager, operation, subresource }: ManagedFieldsEntry) =>
    subresource === undefined &&
    (operation === "Update"
      ? ADOPTED.some((name) => manager.startsWith(name))
      : manager.startsWith("kubectl"));
  const isOurs = ({ manager, operation }: ManagedFieldsEntry) =>
    manager === fieldManager && operation === "Apply";
  const adopted = entries.filter(isAdopted);
  const [first] = adopted;
  if (!first) return undefined;
  const ours = entries.find(isOurs) ?? { ...first, fieldsV1: {} };
  const fieldsV1 = adopted.reduce((fields, entry) => union(fields, entry.fieldsV1), ours.fieldsV1);
  const rest = entries.filter((entry) => !isAdopted(entry) && !isOurs(entry));
  return [...rest, { ...ours, manager: fieldManager, operation: "Apply", fieldsV1 }];
}

/**
 * What an update sends of fields whose changes the program ignores: nothing of a field that belongs to another manager
 * alone, else the value that the cluster has.
 */
export function withoutIgnored(
  inputs: Properties,
  live: KubernetesObject,
  ignored: string[],
  fieldManager: string,
): Properties {
  const sets = (ours: boolean) =>
    managedFieldsOf(live)
      .filter(({ manager }) => (manager === fieldManager) === ours)
      .reduce<FieldSet>((fields, { fieldsV1 }) => union(fields, fieldsV1), {});
  return ignored.reduce((sent, path) => {
    const members = path.split(".");
    const field = members.reduceRight<FieldSet>((inner, name) => ({ [`f:${name}`]: inner }), {});
    const isIn = (fields: FieldSet) => !isEmpty(intersection(fields, field));
    const value = isIn(sets(false)) && !isIn(sets(true)) ? undefined : valueAt(live, members);
    return withValue(sent, members, value) as Properties;
  }, inputs);
}

function valueAt(object: unknown, members: string[]): unknown {
  return members.reduce<unknown>(
    (value, name) => (isMapping(value) ? value[name] : undefined),
    object,
  );
}

function withValue(object: unknown, [name, ...rest]: string[], value: unknown): unknown {
  if (name === undefined) return value;
  const { [name]: inner, ...others } = isMapping(object) ? object : {};
  const next = withValue(inner, rest, value);
  return next === undefined ? others : { ...others, [name]: next };
}
