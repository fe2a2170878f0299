import { label, subdomain } from "../rules/kubernetes";
import { textProblems } from "../rules/rule";
import { refuse } from "./file-name";

export interface ServiceAccountSpec {
  /** Kubernetes namespace. */
  namespace: string;
  /** Name of the service account. */
  name: string;
  /** ARN of the role that its pods get with their own tokens. Defaults to none: EKS Pod Identity needs no annotation. */
  roleArn?: string;
}

export interface ServiceAccountManifest {
  apiVersion: "v1";
  kind: "ServiceAccount";
  metadata: { name: string; namespace: string; annotations?: Record<string, string> };
}

/** The annotation that tells IAM roles for service accounts which role to use. */
export const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/**
 * The service account of a reader. EKS Pod Identity needs no annotation on it; IAM roles for service accounts do. Throws a
 * `ManifestError` if Kubernetes does not allow a name.
 */
export function serviceAccount({
  name,
  namespace,
  roleArn,
}: ServiceAccountSpec): ServiceAccountManifest {
  refuse([
    ...textProblems(["namespace"], namespace, label),
    ...textProblems(["name"], name, subdomain),
  ]);
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, ...(roleArn && { annotations: { [ROLE_ANNOTATION]: roleArn } }) },
  };
}
