import { BOTH_AND_REVOKE, type Call, call } from "./call";

/** Calls of secrets. */
export const secretCalls = {
  secrets: [
    call("secretsmanager:DescribeSecret", "reads a secret's settings, never its value", {
      by: ["pulumi", "up", "revoke", "restore"],
    }),
    call("secretsmanager:GetResourcePolicy", "reads whom it lets in", {
      by: BOTH_AND_REVOKE,
    }),
    call("secretsmanager:PutResourcePolicy", "says whom it lets in", {
      by: BOTH_AND_REVOKE,
    }),
    call("secretsmanager:DeleteResourcePolicy", "lets nobody in any more", {
      by: BOTH_AND_REVOKE,
    }),
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
