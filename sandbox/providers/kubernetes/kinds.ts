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

export interface Kind {
  type: ResourceType;
  /** Members beside `apiVersion`, `kind` and `metadata`. */
  members: string[];
  /** Paths whose change makes a new object, beside name and namespace. */
  replaces: string[];
}

const kind = (type: ResourceType, members: string[], replaces: string[] = []): Kind => ({
  type,
  members,
  replaces,
});

/** With what every object has. */
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

/** Types that are refused, and why. */
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
