import { isBuiltInNamespace } from "../../rules/kubernetes";
import type { ResolvedCluster } from "./landing-zone";

/** Whether a deployment creates this namespace in the cluster. Otherwise it must exist already. */
export function createsNamespace(
  { createNamespaces }: ResolvedCluster,
  namespace: string,
): boolean {
  if (isBuiltInNamespace(namespace)) return false;
  return Array.isArray(createNamespaces) ? createNamespaces.includes(namespace) : createNamespaces;
}

const MADE_BY = "app.kubernetes.io/managed-by";
const US = "eks-pod-secrets";

/** Labels of every namespace that a deployment creates. A later run recognizes by them a namespace that an earlier run left behind. */
export const CREATED_NAMESPACE_LABELS: Readonly<Record<string, string>> = { [MADE_BY]: US };

/** Whether a deployment created the namespace that has these labels. */
export function isCreatedNamespace(labels: Readonly<Record<string, string>> = {}): boolean {
  return labels[MADE_BY] === US;
}
