import type * as pulumi from "@pulumi/pulumi";

/** How tightly a policy states a grant. */
export const PolicyStyle = {
  /** Names ARNs, roles and the reader's tags. */
  Exact: "exact",
  /** Demands as well that the secret's tags equal those of the pod's session. */
  Attributes: "attributes",
} as const;

export type PolicyStyle = (typeof PolicyStyle)[keyof typeof PolicyStyle];

/** How pods get their role. */
export const ReaderIdentity = {
  /** By EKS Pod Identity, whose sessions have the pod's tags. */
  PodIdentity: "podIdentity",
  /** By IAM roles for service accounts, whose sessions have no tags. */
  Irsa: "irsa",
  /** By either, on the way from one to the other. */
  Both: "both",
} as const;

export type ReaderIdentity = (typeof ReaderIdentity)[keyof typeof ReaderIdentity];

/** A secret that a role may read. */
export interface ReadableSecretArgs {
  /** Full ARN of the secret, with its six random characters. */
  arn: pulumi.Input<string>;
  /** ARN of the customer managed key that encrypts it. Defaults to the AWS managed key, which serves one account only. */
  keyArn?: pulumi.Input<string>;
  /** ARNs that may stand in the encryption context. Defaults to the secret's own; a replica needs its primary's too. */
  encryptionContextArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the secret's tags must equal the session's; they count only within one account. Defaults to `exact`. */
  style?: pulumi.Input<PolicyStyle>;
}

/** A Systems Manager parameter that a role may read, of the role's own account. */
export interface ReadableParameterArgs {
  /** ARN of the parameter. */
  arn: pulumi.Input<string>;
  /** ARN of the customer managed key of a SecureString. Defaults to the AWS managed key. */
  keyArn?: pulumi.Input<string>;
}

export interface ReadableArgs {
  secrets?: pulumi.Input<pulumi.Input<ReadableSecretArgs>[]>;
  parameters?: pulumi.Input<pulumi.Input<ReadableParameterArgs>[]>;
}

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
  /** ARNs of managed policies that others attached to the role and that stay. Defaults to none. */
  keptPolicyArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A service account and the role that its pods become. */
export interface PodIdentityArgs extends ReaderArgs, RoleArgs {
  /** Whether the service account is created. Defaults to true. Takes no output, as it decides whether there is a resource. */
  createServiceAccount?: boolean;
  /** How the pods get the role. Takes no output, as it decides which resources there are. Defaults to `podIdentity`. */
  identity?: ReaderIdentity;
  /** ARN of the IAM OIDC provider of the cluster, which `irsa` and `both` need. Defaults to none. */
  oidcProviderArn?: pulumi.Input<string>;
  /** Tags of the role and the association. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** What a key is, beside its alias and its description. */
export interface KeySettingsArgs {
  /** Days until a key scheduled for deletion is gone, 7 to 30. Its secrets are unreadable from the first. Defaults to 30. */
  deletionWindowInDays?: pulumi.Input<number>;
}

/** What a secret is, beside its name, its key and its readers. */
export interface SecretSettingsArgs {
  /**
   * Name that the secret had before. Confirms that a new secret, without a value, takes the place of the old one, which is deleted.
   * Defaults to none: another `secretName` is refused.
   */
  renamedFrom?: pulumi.Input<string>;
  /** What the secret is for. Defaults to none. */
  description?: pulumi.Input<string>;
  /** Days a deleted secret stays restorable: 7 to 30, or 0 for none. Defaults to 30. */
  recoveryWindowInDays?: pulumi.Input<number>;
  /** Further regions that hold the secret. Defaults to none. */
  replicas?: pulumi.Input<pulumi.Input<SecretReplicaArgs>[]>;
  /** Rotation by a function. Defaults to none. What it holds may be outputs; whether there is one decides on a resource. */
  rotation?: SecretRotationArgs;
  /** Style of the resource policy. Defaults to `exact`. */
  style?: pulumi.Input<PolicyStyle>;
  /** AWS Organizations id to which the readers' accounts must belong. Defaults to none. */
  organizationId?: pulumi.Input<string>;
  /**
   * Seals the secret: everyone but its readers and these principals, by ARN, is denied its value. Name the roles of readers in
   * this account, target roles, administrators, and the role of the rotation function. An empty list, and no readers, denies
   * everyone. Defaults to no seal.
   */
  sealedFor?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * IAM statements of your own in the resource policy, kept as they are; each needs a Sid of its own. Defaults to none. The
   * statements may be outputs, the list not: where it is empty there is no resource policy.
   */
  // biome-ignore lint/suspicious/noExplicitAny: IAM's statement grammar has no schema in Pulumi's other languages
  extraPolicyStatements?: pulumi.Input<any>[];
}

export interface PodSecretArgs extends SecretSettingsArgs {
  /** Name in Secrets Manager. Required unless `existingSecretArn` is given. */
  secretName?: pulumi.Input<string>;
  /** Full ARN of a secret that exists: only its resource policy is managed. Defaults to none: the secret is created. */
  existingSecretArn?: pulumi.Input<string>;
  /** ARN of the customer managed key. Defaults to the AWS managed key, which no other account can use. */
  keyArn?: pulumi.Input<string>;
  /** Tags of the secret. In style `attributes` with readers, those that their sessions must equal. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Who reads the secret from other accounts as its own role. Readers of this account need no entry. Defaults to none. The entries
   * may be outputs, the list not: where it is empty there is no resource policy.
   */
  readers?: pulumi.Input<SecretReaderArgs>[];
}

/** A reader of another account, which reads the secret as its own role. */
export interface SecretReaderArgs {
  /** The service account that reads. */
  reader: pulumi.Input<ReaderArgs>;
  /** ARN of its role, with the path. The role need not exist yet. */
  roleArn: pulumi.Input<string>;
  /** How its pods get the role. With `irsa` and `both` the policy demands the role alone, and no tags. Defaults to `podIdentity`. */
  identity?: pulumi.Input<ReaderIdentity>;
}

/** A further region that holds the secret. */
export interface SecretReplicaArgs {
  /** Region of the replica. */
  region: pulumi.Input<string>;
  /** ARN of the customer managed key of that region. Defaults to the AWS managed key, which no other account can use. */
  keyArn?: pulumi.Input<string>;
}

/** Rotation of the secret by a Lambda function. */
export interface SecretRotationArgs {
  /** ARN of the Lambda function that rotates the secret. */
  lambdaArn: pulumi.Input<string>;
  /** Days between rotations, 1 to 1000. */
  automaticallyAfterDays: pulumi.Input<number>;
}
