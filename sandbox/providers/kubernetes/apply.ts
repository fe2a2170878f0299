import { isMapping } from "iam-proof/collections";
import { type FieldSet, intersection, isEmpty, union } from "../../kubernetes/fields/field-set";
import { type ManagedFieldsEntry, managedFieldsOf } from "../../kubernetes/fields/managed-fields";
import type { KubernetesObject } from "../../kubernetes/model/object";
import { NAMESPACES } from "../../kubernetes/model/resource-types";
import { containsUnknown, type Properties, unknownValue } from "../common/values";
import { ApiError } from "./cluster-api";
import type { ObjectContext } from "./readiness";

/** The input where the provider keeps the field manager with which it writes an object. */
export const FIELD_MANAGER = "__fieldManager";

const PATCH_FORCE = "pulumi.com/patchForce";

const HELP =
  "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

interface Options {
  dryRun: boolean;
  ignoreChanges?: string[];
}

export async function apply(
  context: ObjectContext,
  inputs: Properties,
  live: KubernetesObject | undefined,
  { dryRun, ignoreChanges = [] }: Options,
): Promise<KubernetesObject> {
  const { type } = context;
  const api = context.api();
  const fieldManager = String(inputs[FIELD_MANAGER]);
  const owners = live && !dryRun ? adoptedOwners(live, fieldManager) : undefined;
  let current = live;
  if (live && owners) {
    const { name, namespace } = live.metadata;
    const operation = { op: "replace", path: "/metadata/managedFields", value: owners };
    current = await api.patch(type, namespace, name, [operation]);
  }
  const given = objectOf(inputs);
  const sent = current ? withoutIgnored(given, current, ignoreChanges, fieldManager) : given;
  const force = isForced(context, inputs) || (dryRun && !live);
  try {
    return await api.apply(type, sent, { fieldManager, force, dryRun });
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "Conflict") throw error;
    throw new Error(
      `Server-Side Apply field conflict detected. See ${HELP} for troubleshooting help.\nThe resource managed by field manager "${fieldManager}" had an apply conflict: ${error.message}`,
    );
  }
}

/** The result of a creation as the API predicts it, or the inputs if it cannot yet. */
export async function previewCreation(
  context: ObjectContext,
  inputs: Properties,
): Promise<Properties> {
  const unanswered = { ...inputs, ...(context.type.hasStatus && { status: unknownValue }) };
  if (containsUnknown(inputs)) return unanswered;
  const { name, namespace } = (inputs as unknown as KubernetesObject).metadata;
  try {
    if (namespace && !(await context.api().get(NAMESPACES, undefined, namespace)))
      return unanswered;
    if (await context.api().get(context.type, namespace, name)) return unanswered;
    const { status: _, ...object } = await apply(context, inputs, undefined, { dryRun: true });
    return { ...unanswered, ...object };
  } catch (error) {
    const unreachable = error instanceof TypeError;
    const forbidden = error instanceof ApiError && error.code === 403;
    if (unreachable || forbidden) return unanswered;
    throw error;
  }
}

/** The object's annotation comes first, then the provider's option, then the environment. */
function isForced({ patchForce }: ObjectContext, inputs: Properties): boolean {
  const { annotations } = (inputs as unknown as KubernetesObject).metadata;
  return (
    annotations?.[PATCH_FORCE] === "true" ||
    patchForce() ||
    process.env.PULUMI_K8S_ENABLE_PATCH_FORCE === "true"
  );
}

function objectOf(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

/** Managers whose fields an update takes over first, by the start of their names. */
const ADOPTED = ["kubectl", "before-first-apply", "pulumi-kubernetes"];

/** The field owners after the provider took over `kubectl`'s fields, except those of a subresource. Undefined if there are none. */
function adoptedOwners(
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

/** Ignored fields in an update: left out if only another manager owns them, else with the cluster's value. */
function withoutIgnored(
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
