import {
  type AccessEntryRecord,
  type AccessPolicyRecord,
  type ClusterRef,
  childKey,
} from "../../clusters/records";
import type { Store } from "../../store/store";
import type { Caller } from "../../wire/messages/operation";
import { CLUSTER_ROLES, CSI_DRIVERS, NAMESPACES, SECRETS } from "../model/resource-types";
import { StatusError } from "../model/status-error";
import type { ResourcePath } from "./api-path";

/** A verb of the Kubernetes API. */
export type Verb = "get" | "list" | "create" | "update" | "patch" | "delete";

/** Throws Kubernetes's `Unauthorized` or `Forbidden` unless the caller's access entry allows the verb. */
export function checkAccess(
  store: Store,
  cluster: ClusterRef,
  caller: Caller,
  verb: Verb,
  path: ResourcePath,
): void {
  const { principal, arn } = caller;
  const principalArn = principal.kind === "session" ? principal.roleArn : arn;
  const entry = store.get<AccessEntryRecord>(childKey("eks-access-entry", cluster, principalArn));
  if (!entry) throw unauthorized();
  if (entry.policies.some((policy) => permits(policy, verb, path))) return;
  const sessionName = principal.kind === "session" ? (principal.sessionName ?? "session") : "";
  const username = entry.username.replace("{{SessionName}}", sessionName);
  throw forbidden(username, verb, path);
}

/** Kubernetes's answer to a request whose bearer it does not know. */
export function unauthorized(): StatusError {
  return new StatusError(401, "Unauthorized", "Unauthorized");
}

function permits(policy: AccessPolicyRecord, verb: Verb, path: ResourcePath): boolean {
  const { type, namespaces } = policy.accessScope;
  if (type === "namespace" && !namespaces.includes(path.namespace ?? "")) return false;
  const reads = verb === "get" || verb === "list";
  const clusterWide = [NAMESPACES, CSI_DRIVERS, CLUSTER_ROLES].includes(path.type);
  switch (policy.policyArn.split("/").at(-1)) {
    case "AmazonEKSClusterAdminPolicy":
      return true;
    case "AmazonEKSAdminPolicy":
    case "AmazonEKSEditPolicy":
      return !clusterWide || (reads && path.type === NAMESPACES);
    case "AmazonEKSAdminViewPolicy":
      return reads;
    case "AmazonEKSViewPolicy":
      return reads && path.type !== SECRETS && (!clusterWide || path.type === NAMESPACES);
    default:
      return false;
  }
}

function forbidden(username: string, verb: Verb, path: ResourcePath): StatusError {
  const { type, namespace, name } = path;
  const subject = name === undefined ? type.plural : `${type.plural} "${name}"`;
  const group = type.group === "" ? type.plural : `${type.plural}.${type.group}`;
  const where =
    namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return new StatusError(
    403,
    "Forbidden",
    `${subject.replace(type.plural, group)} is forbidden: User "${username}" cannot ${verb} resource "${type.plural}" in API group "${type.group}" ${where}`,
    { name, group: type.group, kind: type.plural },
  );
}
