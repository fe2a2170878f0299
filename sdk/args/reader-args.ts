import type * as pulumi from "@pulumi/pulumi";

/** The Kubernetes service account that reads. */
export interface ReaderArgs {
  /** ARN of the EKS cluster. */
  clusterArn: pulumi.Input<string>;
  /** Kubernetes namespace. */
  namespace: pulumi.Input<string>;
  /** Kubernetes service account within the namespace. */
  serviceAccount: pulumi.Input<string>;
}
