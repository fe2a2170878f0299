import { isBuiltInNamespace } from "../../rules/kubernetes-name";
import type { ResolvedCluster } from "./landing-zone";

/** Whether a deployment creates this namespace of the cluster; else it must be there already. */
export function createsNamespace(
  { createNamespaces }: ResolvedCluster,
  namespace: string,
): boolean {
  if (isBuiltInNamespace(namespace)) return false;
  return Array.isArray(createNamespaces) ? createNamespaces.includes(namespace) : createNamespaces;
}
