import { BOTH, BOTH_AND_REVOKE, type Call, call, tagCalls } from "./call";

/** Calls for secrets. */
export const secretCalls = {
  secrets: [
    call("secretsmanager:DescribeSecret", "reads a secret's settings, never its value", {
      by: ["pulumi", "up", "revoke", "restore"],
    }),
    call("secretsmanager:GetResourcePolicy", "reads whom it lets in", { by: BOTH_AND_REVOKE }),
    call("secretsmanager:PutResourcePolicy", "says whom it lets in", { by: BOTH_AND_REVOKE }),
    call("secretsmanager:DeleteResourcePolicy", "lets nobody in any more", { by: BOTH_AND_REVOKE }),
    call("secretsmanager:PutSecretValue", "gives it a value", { by: ["put"] }),
    call(
      "secretsmanager:GetSecretValue",
      "tells whether it has the value already; without it, put makes a new version",
      { by: ["put"], optional: true },
    ),
  ],
  createdSecrets: [
    call("secretsmanager:CreateSecret", "makes the secret, without a value"),
    call("secretsmanager:UpdateSecret", "changes its description or key"),
    call("secretsmanager:TagResource", "gives it tags"),
    call("secretsmanager:UntagResource", "takes tags away"),
    call("secretsmanager:DeleteSecret", "deletes it, with its recovery window"),
    call("secretsmanager:RestoreSecret", "takes it back within the window", { by: ["restore"] }),
    call("secretsmanager:ListSecrets", "finds what a key that goes still encrypts", {
      by: ["up"],
      anywhere: true,
    }),
    call(
      "secretsmanager:ListSecretVersionIds",
      "the same of versions whose secret has another key now",
      { by: ["up"], anywhere: true },
    ),
    call("ssm:DescribeParameters", "the same of parameters", { by: ["up"], anywhere: true }),
  ],
  replicatedSecrets: [
    call("secretsmanager:ReplicateSecretToRegions", "makes its replicas"),
    call("secretsmanager:RemoveRegionsFromReplication", "removes them"),
  ],
  rotatedSecrets: [
    call("secretsmanager:RotateSecret", "says how it is rotated"),
    call("secretsmanager:CancelRotateSecret", "ends that"),
  ],
  rotationFunctions: [
    call("lambda:InvokeFunction", "Secrets Manager tries the function that rotates", {
      source:
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html",
    }),
  ],
  formerSecrets: [
    call("secretsmanager:GetSecretValue", "copies the value of a secret that is renamed or moved", {
      by: ["up"],
    }),
    call("secretsmanager:ListSecretVersionIds", "finds which of its versions was copied", {
      by: ["up"],
    }),
  ],
  succeedingSecrets: [
    call(
      "secretsmanager:PutSecretValue",
      "gives a secret the value of the one whose place it takes",
      { by: ["up"] },
    ),
    call("secretsmanager:ListSecretVersionIds", "finds which version it has", { by: ["up"] }),
  ],
} satisfies Record<string, Call[]>;

const secretKeyUse = ["kms:GenerateDataKey", "kms:Decrypt"].map((action) =>
  call(action, "Secrets Manager tries the key of a secret, and encrypts values under it", {
    by: ["pulumi", "up", "put"],
    via: "secretsmanager",
  }),
);

/**
 * Without it, AWS sets the secret's key but leaves its versions under the old one: UpdateSecret of Secrets Manager's API
 * reference, KmsKeyId.
 */
const reEncryption = call(
  "kms:Encrypt",
  "Secrets Manager encrypts values again under a new key, and in replicas",
  { by: BOTH, via: "secretsmanager" },
);

/** Calls for keys, and for parameters, which no stack deploys. */
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
