import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject, PodSpec } from "../model/object";
import {
  CSI_DRIVERS,
  DAEMON_SETS,
  DEPLOYMENTS,
  EVENTS,
  PODS,
  type ResourceType,
  SECRET_PROVIDER_CLASSES,
} from "../model/resource-types";
import { invalid } from "../model/status-error";
import { checkPodSpec } from "./pod-spec";

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Checks an object against the rules of its kind and fills in its defaults. Throws Kubernetes's `Invalid`. */
export function admit(
  type: ResourceType,
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): KubernetesObject {
  const { name } = object.metadata;
  const label = type.plural === "namespaces";
  if (name.length > (label ? 63 : 253) || !(label ? LABEL : SUBDOMAIN).test(name)) {
    const rule = label ? "a lowercase RFC 1123 label" : "a lowercase RFC 1123 subdomain";
    throw invalid(
      type,
      name,
      `metadata.name: Invalid value: "${name}": ${rule} must consist of lower case alphanumeric characters and '-'`,
    );
  }
  checkStringMap(type, name, "metadata.labels", object.metadata.labels);
  checkStringMap(type, name, "metadata.annotations", object.metadata.annotations);
  checkOwners(type, name, object.metadata.ownerReferences);
  if (type === EVENTS) checkInvolvedObject(name, object.involvedObject);
  if (type === PODS) checkPodSpec(type, name, "spec", object.spec);
  if (type === DAEMON_SETS) {
    const template = object.spec?.template as { spec?: unknown } | undefined;
    checkPodSpec(type, name, "spec.template.spec", template?.spec);
  }
  if (type === CSI_DRIVERS) return admitCsiDriver(object);
  if (type === DEPLOYMENTS) return admitDeployment(object, before);
  if (type === SECRET_PROVIDER_CLASSES) return admitSecretProviderClass(object);
  return object;
}

function checkInvolvedObject(name: string, involved: unknown): void {
  const { kind, name: about } = (involved ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || typeof about !== "string") {
    throw invalid(EVENTS, name, "involvedObject: Required value: an object's kind and name");
  }
}

function checkOwners(type: ResourceType, name: string, owners: unknown): void {
  if (owners === undefined) return;
  const valid =
    Array.isArray(owners) &&
    owners.every((owner) => typeof owner?.kind === "string" && typeof owner.uid === "string");
  if (!valid) throw invalid(type, name, "metadata.ownerReferences: Invalid value");
}

function checkStringMap(type: ResourceType, name: string, field: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const entries = typeof value === "object" ? Object.entries(value) : undefined;
  if (!entries || entries.some(([, item]) => typeof item !== "string")) {
    throw invalid(type, name, `${field}: Invalid value: must be a map of strings`);
  }
}

/** Checks the token requests of a CSIDriver: audiences are unique strings. */
function admitCsiDriver(object: KubernetesObject): KubernetesObject {
  const requests = object.spec?.tokenRequests ?? [];
  const fail = (problem: string) =>
    invalid(CSI_DRIVERS, object.metadata.name, `spec.tokenRequests${problem}`);
  if (!Array.isArray(requests)) throw fail(": Invalid value: must be a list");
  const seen = new Set<string>();
  for (const [index, request] of requests.entries()) {
    const { audience, expirationSeconds = 3600 } = (request ?? {}) as Record<string, unknown>;
    if (typeof audience !== "string") throw fail(`[${index}].audience: Required value`);
    if (seen.has(audience)) throw fail(`[${index}].audience: Duplicate value: "${audience}"`);
    if (typeof expirationSeconds !== "number" || expirationSeconds < 600) {
      throw fail(
        `[${index}].expirationSeconds: Invalid value: may not specify a duration less than 10 minutes`,
      );
    }
    seen.add(audience);
  }
  return object;
}

interface DeploymentSpec {
  replicas?: number;
  selector?: { matchLabels?: Record<string, string> };
  template?: { metadata?: { labels?: Record<string, string> }; spec?: PodSpec };
}

/** Checks the parts of a Deployment that the sandbox uses. Defaults to one replica. */
function admitDeployment(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): KubernetesObject {
  const spec = (object.spec ?? {}) as DeploymentSpec;
  const fail = (problem: string) => invalid(DEPLOYMENTS, object.metadata.name, problem);
  const { matchLabels } = spec.selector ?? {};
  const replicas = spec.replicas ?? 1;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw fail(`spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0`);
  }
  if (!matchLabels || Object.keys(matchLabels).length === 0) {
    throw fail("spec.selector: Required value");
  }
  const labels = spec.template?.metadata?.labels ?? {};
  if (Object.entries(matchLabels).some(([name, value]) => labels[name] !== value)) {
    throw fail(
      `spec.template.metadata.labels: Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
    );
  }
  const selectorBefore = (before?.spec as DeploymentSpec | undefined)?.selector;
  if (selectorBefore && !isDeepStrictEqual(selectorBefore, spec.selector)) {
    throw fail("spec.selector: Invalid value: field is immutable");
  }
  checkPodSpec(DEPLOYMENTS, object.metadata.name, "spec.template.spec", spec.template?.spec);
  return { ...object, spec: { ...object.spec, replicas } };
}

/** Rejects what the custom resource's schema rejects, above all parameters that are no strings. */
function admitSecretProviderClass(object: KubernetesObject): KubernetesObject {
  const spec = object.spec ?? {};
  expectText(object, "spec.provider", spec.provider);
  for (const [name, value] of Object.entries(members(object, "spec.parameters", spec.parameters))) {
    expectText(object, `spec.parameters.${name}`, value);
  }
  const secretObjects = spec.secretObjects ?? [];
  if (!Array.isArray(secretObjects))
    throw wrongType(object, "spec.secretObjects", secretObjects, "array");
  for (const [index, item] of secretObjects.entries()) {
    const field = `spec.secretObjects[${index}]`;
    const secret = members(object, field, item);
    for (const member of ["secretName", "type"]) {
      expectText(object, `${field}.${member}`, secret[member]);
    }
    const data = secret.data ?? [];
    if (!Array.isArray(data)) throw wrongType(object, `${field}.data`, data, "array");
    for (const [position, entry] of data.entries()) {
      const pair = members(object, `${field}.data[${position}]`, entry);
      expectText(object, `${field}.data[${position}].key`, pair.key);
      expectText(object, `${field}.data[${position}].objectName`, pair.objectName);
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

function expectText(object: KubernetesObject, field: string, value: unknown): void {
  if (value !== undefined && typeof value !== "string") {
    throw wrongType(object, field, value, "string");
  }
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
