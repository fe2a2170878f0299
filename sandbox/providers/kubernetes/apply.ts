import type { KubernetesObject } from "../../kubernetes/model/object";
import { NAMESPACES } from "../../kubernetes/model/resource-types";
import { containsUnknown, type Properties, unknownValue } from "../common/values";
import { ApiError } from "./cluster-api";
import { adoptedOwners, withoutIgnored } from "./field-owners";
import type { ObjectContext } from "./object-context";

/** The input in which the provider remembers as whom it writes an object's fields. */
export const FIELD_MANAGER = "__fieldManager";

const PATCH_FORCE = "pulumi.com/patchForce";

const HELP =
  "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources";

interface Options {
  dryRun: boolean;
  ignoreChanges?: string[];
}

/** Makes or changes an object by server-side apply, as the real provider does. */
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

/** What would come of a creation, as the API says it, or the inputs where it cannot say it yet. */
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

/** The annotation of the object decides first, then the provider's option, then the environment. */
function isForced({ patchForce }: ObjectContext, inputs: Properties): boolean {
  const { annotations } = (inputs as unknown as KubernetesObject).metadata;
  return (
    annotations?.[PATCH_FORCE] === "true" ||
    patchForce() ||
    process.env.PULUMI_K8S_ENABLE_PATCH_FORCE === "true"
  );
}

/** The inputs without what the engine and the provider keep among them. */
function objectOf(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}
