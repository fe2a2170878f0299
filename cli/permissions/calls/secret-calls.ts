import type { Call } from "./call";

/** Calls of secrets. */
export const secretCalls = {
  secrets: [
    {
      action: "secretsmanager:DescribeSecret",
      reason: "reads a secret's settings, never its value",
      by: ["pulumi", "up", "revoke", "restore"],
    },
    {
      action: "secretsmanager:GetResourcePolicy",
      reason: "reads whom it lets in",
      by: ["pulumi", "up", "revoke"],
    },
    {
      action: "secretsmanager:PutResourcePolicy",
      reason: "says whom it lets in",
      by: ["pulumi", "up", "revoke"],
    },
    {
      action: "secretsmanager:DeleteResourcePolicy",
      reason: "lets nobody in any more",
      by: ["pulumi", "up", "revoke"],
    },
    { action: "secretsmanager:PutSecretValue", reason: "gives it a value", by: ["put"] },
    {
      action: "secretsmanager:GetSecretValue",
      reason: "tells whether it has the value already; without it, put makes a new version",
      by: ["put"],
      optional: true,
    },
  ],
  createdSecrets: [
    { action: "secretsmanager:CreateSecret", reason: "makes the secret, without a value" },
    { action: "secretsmanager:UpdateSecret", reason: "changes its description or key" },
    { action: "secretsmanager:TagResource", reason: "gives it tags" },
    { action: "secretsmanager:UntagResource", reason: "takes tags away" },
    { action: "secretsmanager:DeleteSecret", reason: "deletes it, with its recovery window" },
    {
      action: "secretsmanager:RestoreSecret",
      reason: "takes it back within the window",
      by: ["restore"],
    },
    {
      action: "secretsmanager:ListSecrets",
      reason: "finds what a key that goes still encrypts",
      by: ["up"],
      anywhere: true,
    },
    {
      action: "secretsmanager:ListSecretVersionIds",
      reason: "the same of versions whose secret has another key now",
      by: ["up"],
      anywhere: true,
    },
    {
      action: "ssm:DescribeParameters",
      reason: "the same of parameters",
      by: ["up"],
      anywhere: true,
    },
  ],
  replicatedSecrets: [
    { action: "secretsmanager:ReplicateSecretToRegions", reason: "makes its replicas" },
    { action: "secretsmanager:RemoveRegionsFromReplication", reason: "removes them" },
  ],
  rotatedSecrets: [
    { action: "secretsmanager:RotateSecret", reason: "says how it is rotated" },
    { action: "secretsmanager:CancelRotateSecret", reason: "ends that" },
  ],
  rotationFunctions: [
    {
      action: "lambda:InvokeFunction",
      reason: "Secrets Manager tries the function that rotates",
      source:
        "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html",
    },
  ],
  formerSecrets: [
    {
      action: "secretsmanager:GetSecretValue",
      reason: "copies the value of a secret that is renamed or moved",
      by: ["up"],
    },
    {
      action: "secretsmanager:ListSecretVersionIds",
      reason: "finds which of its versions was copied",
      by: ["up"],
    },
  ],
  succeedingSecrets: [
    {
      action: "secretsmanager:PutSecretValue",
      reason: "gives a secret the value of the one whose place it takes",
      by: ["up"],
    },
    {
      action: "secretsmanager:ListSecretVersionIds",
      reason: "finds which version it has",
      by: ["up"],
    },
  ],
} satisfies Record<string, Call[]>;
