/** How many calls of some operations together AWS takes in a second from an account in a Region. */
export interface Rate {
  /** As `SERVICE:OPERATION`. */
  operations: readonly string[];
  perSecond: number;
}

/**
 * Rates that AWS publishes, read in November 2026.
 * KMS: docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html.
 * Secrets Manager: docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html. A call counts for the caller's account.
 * Parameter Store: docs.aws.amazon.com/general/latest/gr/ssm.html, at its standard throughput.
 * STS: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
 * EC2: docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html, of the calls that only read.
 */
const PUBLISHED: Rate[] = [
  ...each(
    5,
    "kms",
    "CreateAlias CreateKey DisableKey DisableKeyRotation EnableKey ReplicateKey RotateKeyOnDemand UntagResource UpdateAlias UpdateKeyDescription",
  ),
  ...each(10, "kms", "TagResource"),
  ...each(15, "kms", "DeleteAlias EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion"),
  ...each(30, "kms", "RetireGrant RevokeGrant"),
  ...each(50, "kms", "CreateGrant"),
  ...each(100, "kms", "ListGrants ListKeyPolicies"),
  ...each(500, "kms", "ListAliases ListKeys"),
  ...each(1000, "kms", "GetKeyPolicy GetKeyRotationStatus"),
  ...each(2000, "kms", "DescribeKey ListResourceTags"),
  together(
    10_000,
    "kms",
    "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncrypt",
  ),
  together(
    50,
    "secretsmanager",
    "PutSecretValue RemoveRegionsFromReplication ReplicateSecretToRegions UpdateSecret UpdateSecretVersionStage",
  ),
  together(50, "secretsmanager", "TagResource UntagResource"),
  together(50, "secretsmanager", "CancelRotateSecret RotateSecret"),
  together(
    50,
    "secretsmanager",
    "DeleteResourcePolicy GetResourcePolicy PutResourcePolicy ValidateResourcePolicy",
  ),
  together(10_000, "secretsmanager", "DescribeSecret GetSecretValue"),
  ...each(
    50,
    "secretsmanager",
    "CreateSecret DeleteSecret GetRandomPassword ListSecretVersionIds RestoreSecret",
  ),
  ...each(100, "secretsmanager", "BatchGetSecretValue ListSecrets"),
  ...each(3, "ssm", "PutParameter"),
  together(40, "ssm", "GetParameter GetParameters"),
  ...each(5, "ssm", "DeleteParameter DeleteParameters"),
  together(600, "sts", "AssumeRole GetCallerIdentity"),
  together(20, "ec2", "DescribeRegions DescribeVpcEndpoints"),
];

/** IAM, EKS, EKS Auth and a cluster's API throttle, too, and publish no rates: these, of all their operations together, are the sandbox's own guess. */
const GUESSED: Record<string, number> = { iam: 20, eks: 10, "eks-auth": 100, kubernetes: 50 };

/** The same of an operation of which nothing says anything. */
const UNKNOWN = 20;

/** The rate that a call of an operation counts for. */
export function rateOf(service: string, operation: string): Rate {
  const name = `${service}:${operation}`;
  const published = PUBLISHED.find(({ operations }) => operations.includes(name));
  return published ?? { operations: [`${service}:*`], perSecond: GUESSED[service] ?? UNKNOWN };
}

function together(perSecond: number, service: string, operations: string): Rate {
  return { perSecond, operations: operations.split(" ").map((one) => `${service}:${one}`) };
}

function each(perSecond: number, service: string, operations: string): Rate[] {
  return operations.split(" ").map((one) => ({ perSecond, operations: [`${service}:${one}`] }));
}
