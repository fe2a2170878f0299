/** A secret as a reader sees it. */
export interface ReadableSecret {
  /** Full ARN, with the six random characters. */
  arn: string;
  /** ARN of the customer managed key. Without one, the AWS managed key of the secret's account encrypts it. */
  keyArn?: string;
  /**
   * ARNs that may stand in the encryption context as `SecretARN`. Defaults to the secret's own; a replica has its
   * primary's too, because AWS does not document which of the two it uses.
   */
  encryptionContextArns?: string[];
  /** `attributes`: the secret carries its readers' attribute tags, and a reader of its own account must match them. Defaults to `exact`. */
  style?: "exact" | "attributes";
}

/** A Systems Manager parameter as a reader sees it. */
export interface ReadableParameter {
  arn: string;
  /** ARN of the customer managed key of a SecureString. */
  keyArn?: string;
}

export const secretReadActions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
