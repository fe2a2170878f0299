/**
 * How many calls a second AWS takes from an account in a Region, read in November 2026.
 * KMS: docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html.
 * Secrets Manager: docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html. A call counts for the caller's account.
 * Parameter Store: docs.aws.amazon.com/general/latest/gr/ssm.html, at its standard throughput.
 * STS: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
 * EC2: docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html, of the calls that only read.
 * IAM, EKS and EKS Auth throttle, too, and publish no rates: theirs are the sandbox's own guess.
 */
const RATES: Record<string, Rate[]> = {
  kms: [
    ...each(
      5,
      "CreateAlias CreateKey DisableKey DisableKeyRotation EnableKey ReplicateKey RotateKeyOnDemand UntagResource UpdateAlias UpdateKeyDescription",
    ),
    ...each(10, "TagResource"),
    ...each(15, "DeleteAlias EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion"),
    ...each(30, "RetireGrant RevokeGrant"),
    ...each(50, "CreateGrant"),
    ...each(100, "ListGrants ListKeyPolicies"),
    ...each(500, "ListAliases ListKeys"),
    ...each(1000, "GetKeyPolicy GetKeyRotationStatus"),
    ...each(2000, "DescribeKey ListResourceTags"),
    together(10_000, "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncrypt"),
  ],
  secretsmanager: [
    together(50, "DeleteResourcePolicy GetResourcePolicy PutResourcePolicy ValidateResourcePolicy"),
    together(
      50,
      "PutSecretValue RemoveRegionsFromReplication ReplicateSecretToRegions UpdateSecret UpdateSecretVersionStage",
    ),
    together(50, "TagResource UntagResource"),
    together(50, "CancelRotateSecret RotateSecret"),
    together(10_000, "DescribeSecret GetSecretValue"),
    ...each(50, "CreateSecret DeleteSecret GetRandomPassword ListSecretVersionIds RestoreSecret"),
    ...each(100, "BatchGetSecretValue ListSecrets"),
  ],
  ssm: [
    together(40, "GetParameter GetParameters GetParametersByPath"),
    ...each(3, "PutParameter"),
    ...each(5, "DeleteParameter DeleteParameters"),
  ],
  sts: [together(600, "AssumeRole GetCallerIdentity")],
  ec2: [together(20, "DescribeVpcEndpoints")],
};

/** The rate of a service's other operations together. */
const OTHERS: Record<string, number> = {
  iam: 20,
  eks: 10,
  "eks-auth": 100,
};

/** The rate of an operation that nothing says anything about. */
const UNKNOWN = 20;

/** A rate, and the operations that use it up together. */
export interface Rate {
  operations: string[];
  perSecond: number;
}

/** The rate that a call of an operation counts for. */
export function rateOf(service: string, operation: string): Rate {
  const listed = RATES[service]?.find(({ operations }) => operations.includes(operation));
  return listed ?? { operations: ["*"], perSecond: OTHERS[service] ?? UNKNOWN };
}

function together(perSecond: number, operations: string): Rate {
  return { perSecond, operations: operations.split(" ") };
}

function each(perSecond: number, operations: string): Rate[] {
  return operations.split(" ").map((operation) => ({ perSecond, operations: [operation] }));
}
