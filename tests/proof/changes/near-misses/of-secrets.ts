import { movesToNewKey } from "../planted/of-keys";
import { again, withReplica } from "../planted/of-secrets";
import {
  A,
  ATTACKER,
  allow,
  BUILDER,
  base,
  controls,
  deny,
  ENDPOINT,
  get,
  KEY,
  letIn,
  MULTI,
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
  withMore,
  withRole,
  withSecret,
} from "../world";

const TO_WEST = { "secretsmanager:AddReplicaRegions": ["us-west-2"] };

const inWest = (arn: string) => arn.replace("eu-west-1", "us-west-2");

/** Changes of secrets, keys, parameters and endpoints that almost lead to a read. */
export const missesOfSecrets: NearMiss[] = [
  {
    title: "without rights",
    differences: [],
    secret: OPEN,
    near: "put-secret-policy",
    tries: [["secretsmanager:PutResourcePolicy", OPEN]],
  },
  {
    title: "by a policy of another secret",
    differences: [may(allow("secretsmanager:PutResourcePolicy", SHARED))],
    secret: OPEN,
    near: "put-secret-policy",
    tries: [
      ["secretsmanager:PutResourcePolicy", OPEN],
      ["secretsmanager:PutResourcePolicy", SHARED],
    ],
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
    near: "put-secret-policy",
    tries: [["secretsmanager:PutResourcePolicy", OPEN]],
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
    near: "delete-secret-policy",
    tries: [["secretsmanager:DeleteResourcePolicy", SEALED]],
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
    near: "delete-secret-policy",
    tries: [["secretsmanager:DeleteResourcePolicy", SEALED]],
  },
  {
    title: "past a control policy",
    differences: [
      may(allow("secretsmanager:PutResourcePolicy")),
      controls(A, deny("secretsmanager:PutResourcePolicy")),
    ],
    secret: OPEN,
    near: "put-secret-policy",
    tries: [["secretsmanager:PutResourcePolicy", OPEN]],
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
    near: "replicate-secret",
    tries: [
      ["secretsmanager:ReplicateSecretToRegions", SHARED, TO_WEST],
      ["secretsmanager:StopReplicationToReplica", inWest(SHARED)],
      ["secretsmanager:PutResourcePolicy", inWest(SHARED)],
    ],
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
    near: "replicate-secret",
    tries: [["secretsmanager:ReplicateSecretToRegions", OPEN, TO_WEST]],
  },
  {
    title: "by a move to another key without the old one",
    differences: [may(get, allow("secretsmanager:UpdateSecret"))],
    secret: SHARED,
    near: "change-secret-key",
    tries: [["secretsmanager:UpdateSecret", SHARED]],
  },
  {
    title: "by the key alone",
    differences: [may(allow("kms:PutKeyPolicy", KEY))],
    secret: SHARED,
    near: "put-key-policy",
    tries: [["kms:PutKeyPolicy", KEY]],
  },
  {
    title: "by a grant for AWS resources alone",
    differences: [
      may(get, allow("kms:CreateGrant", KEY, { Bool: { "kms:GrantIsForAWSResource": "true" } })),
    ],
    secret: SHARED,
    near: "create-grant",
    tries: [["kms:CreateGrant", KEY, { "kms:GranteePrincipal": ATTACKER }]],
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
    near: "create-grant",
    tries: [
      ["kms:CreateGrant", KEY, { "kms:GranteePrincipal": ATTACKER }],
      ["kms:CreateGrant", KEY, { "kms:GranteePrincipal": BUILDER }],
    ],
  },
  {
    title: "by a disabled key that it may not use",
    differences: [may(get, allow("kms:EnableKey")), withKey(KEY, { disabled: true })],
    secret: SHARED,
    near: "enable-key",
    tries: [["kms:EnableKey", KEY]],
  },
  {
    title: "by a replica of a key of one region",
    differences: [may(get, allow(["kms:ReplicateKey", "kms:CreateKey"]))],
    secret: SHARED,
    near: "replicate-key",
    tries: [["kms:ReplicateKey", KEY, { "kms:ReplicaRegion": "us-west-2" }]],
  },
  {
    title: "by a replica of a multi-Region key, with a policy of its own",
    differences: [
      may(get, allow(["kms:ReplicateKey", "kms:CreateKey"])),
      withDocuments({
        keys: [
          ...(base().documents.keys ?? []),
          {
            arn: MULTI,
            policy: policy(letIn({ AWS: `arn:aws:iam::${A}:root` }, "kms:*", undefined, "*")),
          },
        ],
      }),
      withSecret(SHARED, { key: MULTI }),
    ],
    secret: SHARED,
    near: "replicate-key",
    tries: [["kms:ReplicateKey", MULTI, { "kms:ReplicaRegion": "us-west-2" }]],
  },
  {
    title: "by a shared parameter within its own account",
    differences: [may(allow("ssm:PutResourcePolicy"))],
    secret: TOKEN,
    near: "share-parameter",
    tries: [["ssm:PutResourcePolicy", TOKEN]],
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
    near: "open-endpoint",
    tries: [["ec2:ModifyVpcEndpoint", ENDPOINT]],
  },
  {
    title: "by bringing back a secret that it may not read",
    differences: [may(allow("secretsmanager:RestoreSecret")), withMore({ deleted: [OPEN] })],
    secret: OPEN,
    near: "restore-secret",
    tries: [["secretsmanager:RestoreSecret", OPEN]],
  },
  {
    title: "by a replica that it may not remove, so as to make it again",
    differences: [
      withReplica,
      again("secretsmanager:ListSecretVersionIds", {
        Bool: { "secretsmanager:ForceOverwriteReplicaSecret": "true" },
      }),
      controls(A, deny("secretsmanager:RemoveRegionsFromReplication")),
    ],
    secret: OPEN,
    near: "replicate-secret",
    tries: [["secretsmanager:ReplicateSecretToRegions", OPEN, TO_WEST]],
  },
  {
    title: "by a move to a key that it may not make",
    differences: [(world) => movesToNewKey(world, "kms:CreateKey")],
    secret: SHARED,
    near: "create-key",
    tries: [["kms:CreateKey", "*", { "aws:RequestedRegion": "eu-west-1" }]],
  },
];
