import { isMapping } from "iam-proof/collections";
import type { KubernetesObject } from "../../kubernetes/model/object";
import {
  apiVersionOf,
  CLUSTER_ROLES,
  CONFIG_MAPS,
  CSI_DRIVERS,
  DAEMON_SETS,
  DEPLOYMENTS,
  NAMESPACES,
  type ResourceType,
  SECRET_PROVIDER_CLASSES,
  SECRETS,
  SERVICE_ACCOUNTS,
  SERVICES,
} from "../../kubernetes/model/resource-types";
import type { Properties } from "../common/values";

interface Kind {
  type: ResourceType;
  members: string[];
  /** Paths whose change replaces the object, besides name and namespace. */
  replaces: string[];
}

const kind = (type: ResourceType, members: string[], replaces: string[] = []): Kind => ({
  type,
  members,
  replaces,
});

/** Adds the members that every object has. */
export function allMembers(members: string[]): string[] {
  return ["apiVersion", "kind", "metadata", ...members];
}

/** Kinds of objects that programs may declare, by Pulumi's type token. */
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [
    kind(CLUSTER_ROLES, ["aggregationRule", "rules"]),
    kind(CONFIG_MAPS, ["binaryData", "data", "immutable"], ["binaryData", "data"]),
    kind(CSI_DRIVERS, ["spec"]),
    kind(DAEMON_SETS, ["spec"], ["spec.selector"]),
    kind(DEPLOYMENTS, ["spec"], ["spec.selector"]),
    kind(NAMESPACES, ["spec"]),
    kind(SECRET_PROVIDER_CLASSES, ["spec"]),
    kind(SERVICE_ACCOUNTS, ["automountServiceAccountToken", "imagePullSecrets", "secrets"]),
    kind(SERVICES, ["spec"], ["spec.clusterIP"]),
  ].map((served) => [tokenOf(served.type), served]),
);

export const refusedTypes: ReadonlyMap<string, string> = new Map([
  [
    tokenOf(SECRETS),
    "its value would be in Pulumi's state: put it into Secrets Manager and mount it",
  ],
]);

function tokenOf(type: ResourceType): string {
  const apiVersion = apiVersionOf(type);
  return `kubernetes:${type.group === "" ? `core/${apiVersion}` : apiVersion}:${type.kind}`;
}

/** Metadata that the API server writes and no program gives. */
const serverMetadata = new Set([
  "creationTimestamp",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "selfLink",
  "uid",
]);

export function prune(live: unknown, inputs: unknown): unknown {
  if (isMapping(live) && isMapping(inputs)) {
    return Object.fromEntries(
      Object.entries(inputs).flatMap(([key, input]) =>
        key in live ? [[key, prune(live[key], input)]] : [],
      ),
    );
  }
  if (Array.isArray(live) && Array.isArray(inputs) && live.length === inputs.length) {
    return live.map((item, index) => prune(item, inputs[index]));
  }
  return live;
}

export function importedInputs({ status: _, ...object }: KubernetesObject): Properties {
  const metadata = Object.entries(object.metadata).filter(([key]) => !serverMetadata.has(key));
  return { ...object, metadata: Object.fromEntries(metadata) };
}
