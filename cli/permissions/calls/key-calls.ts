import { BOTH, type Call, call, tagCalls } from "./call";

const secretKeyUse = ["kms:GenerateDataKey", "kms:Decrypt"].map((action) =>
  call(action, "Secrets Manager tries the key of a secret, and encrypts values under it", {
    by: ["pulumi", "up", "put"],
    via: "secretsmanager",
  }),
);

/** Without it, AWS gives the secret the key and leaves its versions under the old one: UpdateSecret of Secrets Manager's API reference, KmsKeyId. */
const reEncryption = call(
  "kms:Encrypt",
  "Secrets Manager encrypts values again under a new key, and in replicas",
  { by: BOTH, via: "secretsmanager" },
);

/** Calls of keys, and of parameters, which no stack deploys. */
export const keyCalls = {
  secretKeys: [...secretKeyUse, reEncryption],
  keys: [
    call("kms:DescribeKey", "reads the key, and whether it can be used", {
      by: ["pulumi", "up", "restore"],
    }),
    call("kms:GetKeyPolicy", "reads whom it lets decrypt", { by: BOTH }),
    call("kms:PutKeyPolicy", "says whom it lets decrypt"),
  ],
  createdKeys: [
    call("kms:CreateKey", "makes the key", { anywhere: true }),
    call("kms:EnableKeyRotation", "renews it each year"),
    call("kms:GetKeyRotationStatus", "reads whether it is renewed"),
    call("kms:ListResourceTags", "reads its tags"),
    call("kms:ScheduleKeyDeletion", "deletes it after 30 days"),
    ...tagCalls("kms:TagResource", "kms:UntagResource"),
    call("kms:CancelKeyDeletion", "takes it back within these", { by: ["restore"] }),
    call("kms:EnableKey", "enables one that was taken back", { by: ["restore"] }),
    call("kms:ListKeys", "finds one that a killed run made", {
      by: ["up"],
      anywhere: true,
      source: "eks-pod-secrets itself: only a run after a kill calls it",
    }),
  ],
  keysAndAliases: [
    call("kms:CreateAlias", "names the key"),
    call("kms:UpdateAlias", "gives its name to another key", {
      source: "terraform-provider-aws, internal/service/kms/alias.go: only if the key is replaced",
    }),
    call("kms:DeleteAlias", "takes its name away"),
    call("kms:ListAliases", "reads the name, and finds one that others gave", {
      by: BOTH,
      anywhere: true,
    }),
  ],
  parameters: [
    call("ssm:PutParameter", "makes the parameter, with its value", { by: ["put"] }),
    call("ssm:AddTagsToResource", "gives it tags", { by: ["put"] }),
    call("ssm:GetParameters", "tells whether it is there; without it, put replaces the value", {
      by: ["put"],
      optional: true,
    }),
  ],
  listedParameters: [
    call("ssm:DescribeParameters", "reads which key encrypts a parameter, never its value", {
      by: ["up", "put"],
      anywhere: true,
    }),
  ],
  parameterKeys: [
    call("kms:Encrypt", "Parameter Store encrypts a value under the parameter's key", {
      by: ["put"],
      via: "ssm",
    }),
    call("kms:DescribeKey", "tells two names of one key", { by: ["up", "put"] }),
  ],
} satisfies Record<string, Call[]>;
