import type { KubernetesObject } from "../model/object";
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
import { admitCsiDriver } from "./csi-driver";
import { admitDeployment } from "./deployment";
import { checkPodSpec } from "./pod-spec";
import { admitSecretProviderClass } from "./secret-provider-class";

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
