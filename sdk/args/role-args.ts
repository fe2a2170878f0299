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

/** The IAM role that a component makes. */
export interface RoleArgs {
  /** Name of the IAM role. Defaults to one derived from cluster, namespace and service account. */
  roleName?: pulumi.Input<string>;
  /** Path of the IAM role, beginning and ending with a slash. Defaults to `/`. */
  rolePath?: pulumi.Input<string>;
  /** ARN of the managed policy that bounds the IAM role. Defaults to none. */
  permissionsBoundary?: pulumi.Input<string>;
  /** Names of inline policies that others gave the role and that stay, as while it is revoked. Defaults to none. */
  keptPolicyNames?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A service account and the role that its pods become. */
export interface PodIdentityArgs extends ReaderArgs, RoleArgs {
  /** Whether the service account is created. Defaults to true. Takes no output, as it decides whether there is a resource. */
  createServiceAccount?: boolean;
  /** Tags of the role and the association. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
