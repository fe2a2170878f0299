import type * as pulumi from "@pulumi/pulumi";

/** How tightly a policy states a grant. */
export const PolicyStyle = {
  /** Names ARNs, roles and the reader's tags. */
  Exact: "exact",
  /** Demands as well that the secret's tags equal those of the pod's session. */
  Attributes: "attributes",
} as const;

export type PolicyStyle = (typeof PolicyStyle)[keyof typeof PolicyStyle];

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
