import { label, subdomain } from "../rules/kubernetes";
import { textProblems } from "../rules/rule";
import { refuse } from "./file-name";

export interface ServiceAccountSpec {
  /** Kubernetes namespace. */
  namespace: string;
  /** Name of the service account. */
  name: string;
}

export interface ServiceAccountManifest {
  apiVersion: "v1";
  kind: "ServiceAccount";
  metadata: { name: string; namespace: string };
}

/**
 * The service account of a reader. EKS Pod Identity needs no annotation on it; the association names it.
 * Throws a `ManifestError` where a name is not one of Kubernetes's.
 */
export function serviceAccount({ name, namespace }: ServiceAccountSpec): ServiceAccountManifest {
  refuse([
    ...textProblems(["namespace"], namespace, label),
    ...textProblems(["name"], name, subdomain),
  ]);
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace },
  };
}
