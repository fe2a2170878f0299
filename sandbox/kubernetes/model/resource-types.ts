import type { KubernetesObject } from "./object";

/** A kind of object that the sandbox's Kubernetes API serves. */
export interface ResourceType {
  /** API group; empty for the core group. */
  group: string;
  version: string;
  /** Its name in paths. */
  plural: string;
  kind: string;
  namespaced: boolean;
  /** By which kubectl knows it, too. */
  shortNames?: string[];
  /** Whether `kubectl get all` shows it. */
  isInAll?: boolean;
  /** Whether `status` belongs to a controller and writes of the object leave it alone. */
  hasStatus?: boolean;
  /** Whether the sandbox alone writes it. */
  isReadOnly?: boolean;
}

const core = (plural: string, kind: string, more: Partial<ResourceType> = {}): ResourceType => ({
  group: "",
  version: "v1",
  plural,
  kind,
  namespaced: true,
  ...more,
});

const apps = (plural: string, kind: string, shortName: string): ResourceType => ({
  group: "apps",
  version: "v1",
  plural,
  kind,
  namespaced: true,
  shortNames: [shortName],
  isInAll: true,
  hasStatus: true,
});

export const NAMESPACES = core("namespaces", "Namespace", {
  namespaced: false,
  shortNames: ["ns"],
  hasStatus: true,
});
export const NODES = core("nodes", "Node", {
  namespaced: false,
  shortNames: ["no"],
  hasStatus: true,
  isReadOnly: true,
});
export const SERVICE_ACCOUNTS = core("serviceaccounts", "ServiceAccount", { shortNames: ["sa"] });
export const PODS = core("pods", "Pod", { shortNames: ["po"], isInAll: true, hasStatus: true });
export const EVENTS = core("events", "Event", { shortNames: ["ev"] });
export const SECRETS = core("secrets", "Secret");
export const CONFIG_MAPS = core("configmaps", "ConfigMap", { shortNames: ["cm"] });
export const SERVICES = core("services", "Service", {
  shortNames: ["svc"],
  isInAll: true,
  hasStatus: true,
});
export const DEPLOYMENTS = apps("deployments", "Deployment", "deploy");
export const DAEMON_SETS = apps("daemonsets", "DaemonSet", "ds");
export const CSI_DRIVERS: ResourceType = {
  group: "storage.k8s.io",
  version: "v1",
  plural: "csidrivers",
  kind: "CSIDriver",
  namespaced: false,
};
export const CLUSTER_ROLES: ResourceType = {
  group: "rbac.authorization.k8s.io",
  version: "v1",
  plural: "clusterroles",
  kind: "ClusterRole",
  namespaced: false,
};
export const SECRET_PROVIDER_CLASSES: ResourceType = {
  group: "secrets-store.csi.x-k8s.io",
  version: "v1",
  plural: "secretproviderclasses",
  kind: "SecretProviderClass",
  namespaced: true,
};

/** What the driver has mounted into a pod: a file's name, and the version of its value. */
export const MOUNT_STATUSES: ResourceType = {
  group: "secrets-store.csi.x-k8s.io",
  version: "v1",
  plural: "secretproviderclasspodstatuses",
  kind: "SecretProviderClassPodStatus",
  namespaced: true,
};

/** Every kind that is served. */
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

/** The `apiVersion` of a kind: group and version. */
export function apiVersionOf({ group, version }: Pick<ResourceType, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** `deployments.apps`: how errors and the store name a kind. */
export function qualifiedName({ group, plural }: ResourceType): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** The kind that an object declares itself to be. Throws where the API does not serve it. */
export function requireType({ apiVersion, kind }: KubernetesObject): ResourceType {
  const isIt = (type: ResourceType) => type.kind === kind && apiVersionOf(type) === apiVersion;
  const type = RESOURCE_TYPES.find(isIt);
  if (!type) throw new TypeError(`the sandbox serves no ${apiVersion} ${kind}`);
  return type;
}
