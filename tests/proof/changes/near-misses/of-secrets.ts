import {
  A,
  ATTACKER,
  allow,
  BUILDER,
  controls,
  deny,
  ENDPOINT,
  get,
  KEY,
  letIn,
  may,
  type NearMiss,
  OPEN,
  policy,
  READER,
  SEALED,
  SHARED,
  TOKEN,
  withDocuments,
  withKey,
  withRole,
  withSecret,
} from "../world";

/** Where changes of secrets, keys, parameters and endpoints just do not lead to a read. */
export const missesOfSecrets: NearMiss[] = [
  { title: "without rights", differences: [], secret: OPEN },
  {
    title: "by a policy of another secret",
    differences: [may(allow("secretsmanager:PutResourcePolicy", SHARED))],
    secret: OPEN,
  },
  {
    title: "past a Deny of the same call",
    differences: [
      may(
        allow("secretsmanager:*", OPEN),
        deny([
          "secretsmanager:PutResourcePolicy",
          "secretsmanager:GetSecretValue",
          "secretsmanager:ReplicateSecretToRegions",
        ]),
      ),
    ],
    secret: OPEN,
  },
  {
    title: "past the policy of a secret that denies its own change",
    differences: [
      may(get, allow("secretsmanager:DeleteResourcePolicy"), allow("kms:Decrypt")),
      withSecret(SEALED, {
        policy: policy({
          Effect: "Deny",
          Principal: "*",
          Action: "secretsmanager:*",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:PrincipalArn": READER } },
        }),
      }),
    ],
    secret: SEALED,
  },
  {
    title: "past a boundary",
    differences: [
      withRole(ATTACKER, {
        policies: [policy(allow("secretsmanager:DeleteResourcePolicy"), get, allow("kms:Decrypt"))],
        permissionsBoundary: policy(allow(["secretsmanager:GetSecretValue", "kms:Decrypt"])),
      }),
    ],
    secret: SEALED,
  },
  {
    title: "past a control policy",
    differences: [
      may(allow("secretsmanager:PutResourcePolicy")),
      controls(A, deny("secretsmanager:PutResourcePolicy")),
    ],
    secret: OPEN,
  },
  {
    title: "by a replica without the key",
    differences: [
      may(
        allow([
          "secretsmanager:ReplicateSecretToRegions",
          "secretsmanager:StopReplicationToReplica",
        ]),
        allow("secretsmanager:PutResourcePolicy", SHARED.replace("eu-west-1", "us-west-2")),
      ),
    ],
    secret: SHARED,
  },
  {
    title: "by a replica in a region that is not allowed",
    differences: [
      may(
        allow("secretsmanager:ReplicateSecretToRegions", "*", {
          "ForAllValues:StringEquals": { "secretsmanager:AddReplicaRegions": ["eu-central-1"] },
        }),
        allow(
          ["secretsmanager:StopReplicationToReplica", "secretsmanager:PutResourcePolicy"],
          OPEN.replace("eu-west-1", "us-west-2"),
        ),
      ),
    ],
    secret: OPEN,
  },
  {
    title: "by a move to another key without the old one",
    differences: [may(get, allow("secretsmanager:UpdateSecret"))],
    secret: SHARED,
  },
  { title: "by the key alone", differences: [may(allow("kms:PutKeyPolicy", KEY))], secret: SHARED },
  {
    title: "by a grant for AWS resources alone",
    differences: [
      may(get, allow("kms:CreateGrant", KEY, { Bool: { "kms:GrantIsForAWSResource": "true" } })),
    ],
    secret: SHARED,
  },
  {
    title: "by a grant for somebody else",
    differences: [
      may(
        get,
        allow("kms:CreateGrant", KEY, { StringEquals: { "kms:GranteePrincipal": BUILDER } }),
      ),
    ],
    secret: SHARED,
  },
  {
    title: "by a disabled key that it may not use",
    differences: [may(get, allow("kms:EnableKey")), withKey(KEY, { disabled: true })],
    secret: SHARED,
  },
  {
    title: "by a replica of a key of one region",
    differences: [may(get, allow(["kms:ReplicateKey", "kms:CreateKey"]))],
    secret: SHARED,
  },
  {
    title: "by a shared parameter within its own account",
    differences: [may(allow("ssm:PutResourcePolicy"))],
    secret: TOKEN,
  },
  {
    title: "through an endpoint that it may not change",
    differences: [
      may(
        get,
        deny("secretsmanager:GetSecretValue", "*", {
          StringNotEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" },
        }),
      ),
      withDocuments({
        vpcEndpoints: [
          {
            arn: ENDPOINT,
            service: "com.amazonaws.eu-west-1.secretsmanager",
            policy: policy(letIn("*", "secretsmanager:ListSecrets", undefined, "*")),
          },
        ],
      }),
    ],
    secret: OPEN,
  },
];
