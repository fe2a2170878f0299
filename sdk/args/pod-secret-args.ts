import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStyle } from "./readable-args";
import type { ReaderArgs } from "./role-args";

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
