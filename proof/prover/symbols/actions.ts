/** Actions in AWS's spelling. If any action would do, a counterexample shows the first of these that fits. */
const ACTIONS = [
  "secretsmanager:GetSecretValue",
  "secretsmanager:PutSecretValue",
  "secretsmanager:PutResourcePolicy",
  "secretsmanager:DeleteSecret",
  "secretsmanager:DescribeSecret",
  "secretsmanager:UpdateSecret",
  "secretsmanager:TagResource",
  "secretsmanager:ListSecretVersionIds",
  "secretsmanager:GetResourcePolicy",
  "secretsmanager:BatchGetSecretValue",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:PutKeyPolicy",
  "kms:CreateGrant",
  "kms:DescribeKey",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ScheduleKeyDeletion",
  "sts:AssumeRole",
  "sts:TagSession",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoleWithSAML",
  "sts:SetSourceIdentity",
  "ssm:GetParameters",
  "ssm:GetParameter",
  "ssm:GetParametersByPath",
  "ssm:GetParameterHistory",
  "iam:PassRole",
  "s3:GetObject",
  "dynamodb:GetItem",
  "sqs:ReceiveMessage",
  "secretsmanager:ListSecrets",
  "sts:GetCallerIdentity",
];

const SPELLINGS = new Map(ACTIONS.map((action) => [action.toLowerCase(), action]));

/** Examples in lower case, for one service or for all. */
export function exampleActions(service?: string): string[] {
  return [...SPELLINGS.keys()].filter((action) => !service || action.startsWith(`${service}:`));
}

/** An action in AWS's spelling, if known. */
export function spellAction(action: string): string {
  return SPELLINGS.get(action) ?? action;
}
