import type { KubernetesObject } from "../model/object";
import { SECRET_PROVIDER_CLASSES } from "../model/resource-types";
import { invalid } from "../model/status-error";

/** Rejects what the schema of the custom resource rejects: above all parameters that are no strings. */
export function admitSecretProviderClass(object: KubernetesObject): KubernetesObject {
  const spec = object.spec ?? {};
  expect(object, "spec.provider", spec.provider, "string");
  for (const [name, value] of Object.entries(members(object, "spec.parameters", spec.parameters))) {
    expect(object, `spec.parameters.${name}`, value, "string");
  }
  const secretObjects = spec.secretObjects ?? [];
  if (!Array.isArray(secretObjects))
    throw wrongType(object, "spec.secretObjects", secretObjects, "array");
  for (const [index, item] of secretObjects.entries()) {
    const field = `spec.secretObjects[${index}]`;
    const secret = members(object, field, item);
    for (const member of ["secretName", "type"]) {
      expect(object, `${field}.${member}`, secret[member], "string");
    }
    const data = secret.data ?? [];
    if (!Array.isArray(data)) throw wrongType(object, `${field}.data`, data, "array");
    for (const [position, entry] of data.entries()) {
      const pair = members(object, `${field}.data[${position}]`, entry);
      expect(object, `${field}.data[${position}].key`, pair.key, "string");
      expect(object, `${field}.data[${position}].objectName`, pair.objectName, "string");
    }
  }
  return object;
}

function members(object: KubernetesObject, field: string, value: unknown): Record<string, unknown> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongType(object, field, value, "object");
  }
  return value as Record<string, unknown>;
}

function expect(object: KubernetesObject, field: string, value: unknown, type: "string"): void {
  if (value !== undefined && typeof value !== type) throw wrongType(object, field, value, type);
}

function wrongType(object: KubernetesObject, field: string, value: unknown, type: string): Error {
  const got = Array.isArray(value) ? "array" : value === null ? "null" : jsonType(value);
  return invalid(
    SECRET_PROVIDER_CLASSES,
    object.metadata.name,
    `${field}: Invalid value: "${got}": ${field} in body must be of type ${type}: "${got}"`,
  );
}

function jsonType(value: unknown): string {
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}
