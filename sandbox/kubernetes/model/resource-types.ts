import type { KubernetesObject } from "./object";

export interface ResourceType {
  /** API group; empty for the core group. */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  /** Short names that kubectl accepts. */
  shortNames?: string[];
  /** Whether `kubectl get all` shows it. */
  isInAll?: boolean;
  /** Whether a controller owns `status`, so that writes of the object do not change it. */
  hasStatus?: boolean;
  /** Whether only the sandbox writes it. */
  isReadOnly?: boolean;
}

const resource = (
  group: string,
  plural: string,
  kind: string,
  more: Partial<ResourceType> = {},
): ResourceType => ({ group, version: "v1", plural, kind, namespaced: true, ...more });

/** Kinds without a namespace. */
const CLUSTER_WIDE = { namespaced: false };
/** Kinds that `kubectl get all` shows and a controller keeps. */
const WORKLOAD = { isInAll: true, hasStatus: true };

export const NAMESPACES = resource("", "namespaces", "Namespace", {
  ...CLUSTER_WIDE,
  shortNames: ["ns"],
  hasStatus: true,
});
export const NODES = resource("", "nodes", "Node", {
  ...CLUSTER_WIDE,
  shortNames: ["no"],
  hasStatus: true,
  isReadOnly: true,
});
export const SERVICE_ACCOUNTS = resource("", "serviceaccounts", "ServiceAccount", {
  shortNames: ["sa"],
});
export const PODS = resource("", "pods", "Pod", { ...WORKLOAD, shortNames: ["po"] });
export const EVENTS = resource("", "events", "Event", { shortNames: ["ev"] });
export const SECRETS = resource("", "secrets", "Secret");
export const CONFIG_MAPS = resource("", "configmaps", "ConfigMap", { shortNames: ["cm"] });
export const SERVICES = resource("", "services", "Service", { ...WORKLOAD, shortNames: ["svc"] });
export const DEPLOYMENTS = resource("apps", "deployments", "Deployment", {
  ...WORKLOAD,
  shortNames: ["deploy"],
});
export const DAEMON_SETS = resource("apps", "daemonsets", "DaemonSet", {
  ...WORKLOAD,
  shortNames: ["ds"],
});
export const CSI_DRIVERS = resource("storage.k8s.io", "csidrivers", "CSIDriver", CLUSTER_WIDE);

const RBAC = "rbac.authorization.k8s.io";
export const CLUSTER_ROLES = resource(RBAC, "clusterroles", "ClusterRole", CLUSTER_WIDE);

const DRIVER = "secrets-store.csi.x-k8s.io";
export const SECRET_PROVIDER_CLASSES = resource(
  DRIVER,
  "secretproviderclasses",
  "SecretProviderClass",
);
/** What the driver has mounted into a pod: file names, each with the version of its value. */
export const MOUNT_STATUSES = resource(
  DRIVER,
  "secretproviderclasspodstatuses",
  "SecretProviderClassPodStatus",
);

/** Every kind that the API serves. */
export const RESOURCE_TYPES: ResourceType[] = [
  NAMESPACES,
  NODES,
  SERVICE_ACCOUNTS,
  PODS,
  EVENTS,
  SECRETS,
  CONFIG_MAPS,
  SERVICES,
  DEPLOYMENTS,
  DAEMON_SETS,
  CSI_DRIVERS,
  CLUSTER_ROLES,
  SECRET_PROVIDER_CLASSES,
  MOUNT_STATUSES,
];

export function apiVersionOf({ group, version }: Pick<ResourceType, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

export function qualifiedName({ group, plural }: ResourceType): string {
  return group === "" ? plural : `${plural}.${group}`;
}

export function requireType({ apiVersion, kind }: KubernetesObject): ResourceType {
  const isIt = (type: ResourceType) => type.kind === kind && apiVersionOf(type) === apiVersion;
  const type = RESOURCE_TYPES.find(isIt);
  if (!type) throw new TypeError(`the sandbox serves no ${apiVersion} ${kind}`);
  return type;
}
