import type { HttpRequest } from "../../wire/messages";
import { keyOf } from "../fields/field-set";
import { isObject, type Json, type KubernetesObject } from "../model/object";
import { apiVersionOf, type ResourceType } from "../model/resource-types";
import { badRequest, StatusError } from "../model/status-error";
import { byIndex, type ItemName, partFields } from "../schema/openapi-schemas";

/** How unknown fields are handled: dropped, dropped with a warning, or refused. */
type Validation = "Ignore" | "Warn" | "Strict";

const VALIDATIONS = ["", "Ignore", "Strict", "Warn"];

/** The options that Kubernetes reads from the query, by method. */
const OPTIONS: Record<string, string> = {
  PATCH: "PatchOptions",
  POST: "CreateOptions",
  PUT: "UpdateOptions",
};

export interface Validated {
  object: KubernetesObject;
  warnings: string[];
}

export function validateObject(
  request: HttpRequest,
  type: ResourceType,
  object: KubernetesObject,
): Validated {
  return validate(request, type, object, (problems) =>
    badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${problems}`,
    ),
  );
}

/** Validates the result of a patch. `shown`: the patch as Kubernetes prints it. */
export function validatePatched(
  request: HttpRequest,
  type: ResourceType,
  object: KubernetesObject,
  shown: string,
): Validated {
  return validate(request, type, object, (problems) => {
    const message = `Invalid value: ${JSON.stringify(shown)}: ${problems}`;
    const causes = [{ reason: "FieldValueInvalid", message, field: "patch" }];
    return new StatusError(422, "Invalid", ` "" is invalid: patch: ${message}`, { causes });
  });
}

/** Server-side apply refuses a field that cannot have an owner, with an error of its own. */
export function validateApplied(type: ResourceType, object: KubernetesObject): void {
  const { unknown } = partFields(object as unknown as Json, type.kind, byListKey);
  if (unknown.length === 0) return;
  const problems = unknown.map((path) => `${path}: field not declared in schema`);
  const { name, namespace = "" } = object.metadata;
  const all = problems.length === 1 ? problems[0] : `errors:\n  ${problems.join("\n  ")}`;
  throw new StatusError(
    500,
    "",
    `failed to create typed patch object (${namespace}/${name}; ${apiVersionOf(type)}, Kind=${type.kind}): ${all}`,
  );
}

/** A value as Go prints it: Kubernetes prints a strategic merge patch this way. */
export function printedByGo(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printedByGo).join(" ")}]`;
  if (!isObject(value)) return value === null ? "<nil>" : String(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `map[${members.map(([name, inner]) => `${name}:${printedByGo(inner)}`).join(" ")}]`;
}

function validate(
  request: HttpRequest,
  type: ResourceType,
  object: KubernetesObject,
  refusal: (problems: string) => StatusError,
): Validated {
  const validation = validationOf(request);
  const { known, unknown } = partFields(object as unknown as Json, type.kind);
  const problems = unknown.map((path) => `unknown field "${path.slice(1)}"`);
  if (validation === "Strict" && problems.length > 0) {
    throw refusal(`strict decoding error: ${problems.join(", ")}`);
  }
  return {
    object: known as unknown as KubernetesObject,
    warnings: validation === "Warn" ? problems : [],
  };
}

function validationOf({ method, query }: HttpRequest): Validation {
  const asked = query.find(([name]) => name === "fieldValidation")?.[1] ?? "";
  if (VALIDATIONS.includes(asked)) return (asked || "Warn") as Validation;
  const supported = VALIDATIONS.map((one) => `"${one}"`).join(", ");
  throw new StatusError(
    422,
    "Invalid",
    `${OPTIONS[method]}.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: ${JSON.stringify(asked)}: supported values: ${supported}`,
  );
}

const byListKey: ItemName = (list, index, member) => {
  const key = keyOf(list, member);
  const item = list[index];
  if (key === undefined || !isObject(item)) return byIndex(list, index, member);
  return `[${key}=${JSON.stringify(item[key])}]`;
};
