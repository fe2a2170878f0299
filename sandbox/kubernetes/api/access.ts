import {
  type AccessEntryRecord,
  type AccessPolicyRecord,
  type ClusterRef,
  childKey,
} from "../../clusters/records";
import type { Store } from "../../store/store";
import type { Caller } from "../../wire/messages";
import {
  CLUSTER_ROLES,
  CSI_DRIVERS,
  NAMESPACES,
  NODES,
  qualifiedName,
  SECRETS,
} from "../model/resource-types";
import { StatusError } from "../model/status-error";
import type { ResourcePath } from "./api-path";

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete";

/** The user that a caller is in a cluster. */
export interface User {
  caller: Caller;
  username: string;
  groups: string[];
  policies: AccessPolicyRecord[];
}

/** An action for which the access policies are asked. */
export interface Attempt {
  verb: string;
  /** `deployments.apps`, or `*`. */
  resource: string;
  /** Undefined for all namespaces, and for a resource without one. */
  namespace: string | undefined;
}

const READING = ["get", "list", "watch"];
const CLUSTER_WIDE = [NAMESPACES, NODES, CSI_DRIVERS, CLUSTER_ROLES].map(qualifiedName);

export function userOf(store: Store, cluster: ClusterRef, caller: Caller): User {
  const { principal, arn } = caller;
  const principalArn = principal.kind === "session" ? principal.roleArn : arn;
  const entry = store.get<AccessEntryRecord>(childKey("eks-access-entry", cluster, principalArn));
  if (!entry) throw unauthorized();
  const sessionName = principal.kind === "session" ? (principal.sessionName ?? "session") : "";
  return {
    caller,
    username: entry.username.replace("{{SessionName}}", sessionName),
    groups: [...entry.kubernetesGroups, "system:authenticated"],
    policies: entry.policies,
  };
}

/** Throws Kubernetes's `Forbidden` unless one of the user's access policies allows the verb. */
export function checkAccess(user: User, verb: Verb, path: ResourcePath): void {
  const { namespace, type } = path;
  if (isAllowed(user, { verb, resource: qualifiedName(type), namespace })) return;
  throw forbidden(user.username, verb, path);
}

export function isAllowed({ policies }: User, attempt: Attempt): boolean {
  return policies.some((policy) => permits(policy, attempt));
}

/** Whether a user may read a path that is no resource, such as the API's version. Everyone may read what clients need first. */
export function isPathAllowed({ policies }: User, verb: string, path: string): boolean {
  const open = /^\/(api|apis|healthz|livez|openapi|readyz|version)(\/.*)?$/.test(path);
  return (
    (verb === "get" && open) ||
    policies.some(({ policyArn, accessScope }) => {
      return accessScope.type === "cluster" && nameOf(policyArn) === "AmazonEKSClusterAdminPolicy";
    })
  );
}

export function unauthorized(): StatusError {
  return new StatusError(401, "Unauthorized", "Unauthorized");
}

function permits(
  { accessScope, policyArn }: AccessPolicyRecord,
  { namespace, resource, verb }: Attempt,
): boolean {
  const { type, namespaces } = accessScope;
  if (type === "namespace" && !namespaces.includes(namespace ?? "")) return false;
  const reads = READING.includes(verb);
  const isEverything = resource === "*" || verb === "*";
  const clusterWide = CLUSTER_WIDE.includes(resource);
  const isNamespaces = resource === qualifiedName(NAMESPACES);
  switch (nameOf(policyArn)) {
    case "AmazonEKSClusterAdminPolicy":
      return true;
    case "AmazonEKSAdminPolicy":
    case "AmazonEKSEditPolicy":
      return !isEverything && (!clusterWide || (reads && isNamespaces));
    case "AmazonEKSAdminViewPolicy":
      return reads;
    case "AmazonEKSViewPolicy":
      return (
        reads &&
        !isEverything &&
        resource !== qualifiedName(SECRETS) &&
        (!clusterWide || isNamespaces)
      );
    default:
      return false;
  }
}

function nameOf(policyArn: string): string | undefined {
  return policyArn.split("/").at(-1);
}

function forbidden(username: string, verb: Verb, path: ResourcePath): StatusError {
  const { type, namespace, name, subresource } = path;
  const group = qualifiedName(type);
  const resource = subresource === undefined ? type.plural : `${type.plural}/${subresource}`;
  const where =
    namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return new StatusError(
    403,
    "Forbidden",
    `${name === undefined ? group : `${group} "${name}"`} is forbidden: User "${username}" cannot ${verb} resource "${resource}" in API group "${type.group}" ${where}`,
    { name, group: type.group, kind: type.plural },
  );
}
