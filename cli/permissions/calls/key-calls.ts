import { BOTH, type Call, tagCalls } from "./call";

const secretKeyUse = ["kms:GenerateDataKey", "kms:Decrypt"].map(
  (action): Call => ({
    action,
    reason: "Secrets Manager tries the key of a secret, and encrypts values under it",
    by: ["pulumi", "up", "put"],
    via: "secretsmanager",
  }),
);

/** Without it, AWS gives the secret the key and leaves its versions under the old one: UpdateSecret of Secrets Manager's API reference, KmsKeyId. */
const reEncryption: Call = {
  action: "kms:Encrypt",
  reason: "Secrets Manager encrypts values again under a new key, and in replicas",
  by: BOTH,
  via: "secretsmanager",
};

/** Calls of keys, and of parameters, which no stack deploys. */
export const keyCalls = {
  secretKeys: [...secretKeyUse, reEncryption],
  keys: [
    { action: "kms:DescribeKey", reason: "reads the key", by: ["pulumi", "restore"] },
    { action: "kms:GetKeyPolicy", reason: "reads whom it lets decrypt", by: BOTH },
    { action: "kms:PutKeyPolicy", reason: "says whom it lets decrypt" },
  ],
  createdKeys: [
    { action: "kms:CreateKey", reason: "makes the key", anywhere: true },
    { action: "kms:EnableKeyRotation", reason: "renews it each year" },
    { action: "kms:GetKeyRotationStatus", reason: "reads whether it is renewed" },
    { action: "kms:ListResourceTags", reason: "reads its tags" },
    { action: "kms:ScheduleKeyDeletion", reason: "deletes it after 30 days" },
    ...tagCalls("kms:TagResource", "kms:UntagResource"),
    { action: "kms:CancelKeyDeletion", reason: "takes it back within these", by: ["restore"] },
    { action: "kms:EnableKey", reason: "enables one that was taken back", by: ["restore"] },
    {
      action: "kms:ListKeys",
      reason: "finds one that a killed run made",
      by: ["up"],
      anywhere: true,
      source: "eks-pod-secrets itself: only a run after a kill calls it",
    },
  ],
  keysAndAliases: [
    { action: "kms:CreateAlias", reason: "names the key" },
    {
      action: "kms:UpdateAlias",
      reason: "gives its name to another key",
      source: "terraform-provider-aws, internal/service/kms/alias.go: only if the key is replaced",
    },
    { action: "kms:DeleteAlias", reason: "takes its name away" },
    {
      action: "kms:ListAliases",
      reason: "reads the name, and finds one that others gave",
      by: BOTH,
      anywhere: true,
    },
  ],
  parameters: [
    { action: "ssm:PutParameter", reason: "makes the parameter, with its value", by: ["put"] },
    { action: "ssm:AddTagsToResource", reason: "gives it tags", by: ["put"] },
    {
      action: "ssm:GetParameters",
      reason: "tells whether it is there; without it, put replaces the value",
      by: ["put"],
      optional: true,
    },
  ],
  listedParameters: [
    {
      action: "ssm:DescribeParameters",
      reason: "reads which key encrypts a parameter, never its value",
      by: ["up", "put"],
      anywhere: true,
    },
  ],
  parameterKeys: [
    {
      action: "kms:Encrypt",
      reason: "Parameter Store encrypts a value under the parameter's key",
      by: ["put"],
      via: "ssm",
    },
    { action: "kms:DescribeKey", reason: "tells two names of one key", by: ["up", "put"] },
  ],
} satisfies Record<string, Call[]>;
