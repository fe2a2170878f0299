import {
  A,
  ATTACKER,
  allow,
  controls,
  type Difference,
  deny,
  ENDPOINT,
  get,
  KEY,
  letIn,
  may,
  OPEN,
  type Planted,
  policy,
  READER_B,
  readsAll,
  SEALED,
  SHARED,
  TOKEN,
  trusts,
  withDocuments,
  withKey,
  withMore,
  withRole,
} from "../world";
import { waysOfKeys } from "./of-keys";

/** A right to replicate a secret, which can be read everywhere but in its own region. */
const replicates = (condition: Parameters<typeof allow>[2]) =>
  may(
    get,
    allow("secretsmanager:ReplicateSecretToRegions", "*", condition),
    deny("secretsmanager:GetSecretValue", OPEN),
  );

const WEST = OPEN.replace("eu-west-1", "us-west-2");

/** Rights to make the replica in us-west-2 again, and to read it. */
export const again = (remove: string, condition = {}) =>
  may(
    allow(["secretsmanager:GetSecretValue", remove], WEST),
    allow("secretsmanager:RemoveRegionsFromReplication", OPEN),
    allow("secretsmanager:ReplicateSecretToRegions", OPEN, {
      StringEquals: { "secretsmanager:AddReplicaRegions": "us-west-2" },
      ...condition,
    }),
    deny("sts:*"),
  );

/** A replica under a key that the attacker may not use. */
export const withReplica: Difference = (world) => {
  const { keys, secrets } = world.documents;
  const key = KEY.replace("eu-west-1", "us-west-2").replace("1111-", "2222-");
  const own = policy(letIn({ AWS: `arn:aws:iam::${A}:root` }, "kms:*", undefined, "*"));
  return withDocuments({
    keys: [...(keys ?? []), { arn: key, policy: own }],
    secrets: [...(secrets ?? []), { arn: WEST, key }],
  })(world);
};

/** Ways through changes of secrets, keys, parameters and endpoints. */
export const waysOfSecrets: Planted[] = [
  ...waysOfKeys,
  {
    title: "a policy of a secret",
    differences: [may(allow("secretsmanager:PutResourcePolicy", OPEN))],
    secret: OPEN,
    steps: ["put-secret-policy"],
  },
  {
    title: "a policy that seals, taken away",
    differences: [may(get, allow("secretsmanager:DeleteResourcePolicy"), allow("kms:Decrypt"))],
    secret: SEALED,
    steps: ["delete-secret-policy"],
  },
  {
    title: "a replica",
    differences: [
      may(
        allow([
          "secretsmanager:ReplicateSecretToRegions",
          "secretsmanager:StopReplicationToReplica",
        ]),
        allow("secretsmanager:PutResourcePolicy", OPEN.replace("eu-west-1", "us-west-2")),
      ),
    ],
    secret: OPEN,
    steps: ["replicate-secret"],
  },
  {
    title: "a deleted secret, brought back",
    differences: [may(get, allow("secretsmanager:RestoreSecret")), withMore({ deleted: [OPEN] })],
    secret: OPEN,
    steps: ["restore-secret"],
  },
  {
    title: "a key's policy",
    differences: [may(get, allow("kms:PutKeyPolicy", KEY))],
    secret: SHARED,
    steps: ["put-key-policy"],
  },
  {
    title: "a grant",
    differences: [
      may(get, allow("kms:CreateGrant", KEY, { Bool: { "kms:GrantIsForAWSResource": "false" } })),
    ],
    secret: SHARED,
    steps: ["create-grant"],
  },
  {
    title: "a key enabled again",
    differences: [
      may(get, allow(["kms:EnableKey", "kms:Decrypt"])),
      withKey(KEY, { disabled: true }),
    ],
    secret: SHARED,
    steps: ["enable-key"],
  },
  {
    title: "a shared parameter, read from another account",
    differences: [
      may(allow("ssm:PutResourcePolicy"), allow("sts:AssumeRole", READER_B)),
      withDocuments({ parameters: [{ arn: TOKEN }] }),
      withRole(READER_B, {
        trust: trusts({ AWS: ATTACKER }),
        policies: [policy(allow("ssm:GetParameters"))],
      }),
    ],
    secret: TOKEN,
    steps: ["share-parameter", "assume-role"],
  },
  {
    title: "an endpoint without its policy",
    differences: [
      may(
        get,
        deny("secretsmanager:GetSecretValue", "*", {
          StringNotEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" },
        }),
        allow("ec2:ModifyVpcEndpoint"),
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
    steps: ["open-endpoint"],
  },
  {
    title: "a replica in a region where no Deny holds",
    differences: [
      may(
        allow(["secretsmanager:GetSecretValue", "secretsmanager:ReplicateSecretToRegions"]),
        deny("secretsmanager:GetSecretValue", "*", {
          StringEquals: { "aws:RequestedRegion": "eu-west-1" },
        }),
      ),
    ],
    secret: OPEN,
    steps: ["replicate-secret"],
  },
  {
    title: "a replica in the only region that is allowed",
    differences: [
      replicates({
        "ForAllValues:StringEquals": { "secretsmanager:AddReplicaRegions": "sa-east-1" },
      }),
    ],
    secret: OPEN,
    steps: ["replicate-secret"],
  },
  {
    title: "a replica in a region that a pattern allows",
    differences: [
      replicates({
        "ForAllValues:StringLike": { "secretsmanager:AddReplicaRegions": ["ap-*-2", "us-gov-e*"] },
      }),
    ],
    secret: OPEN,
    steps: ["replicate-secret"],
  },
  {
    title: "a replica, removed and made again under another key",
    differences: [withReplica, again("secretsmanager:ListSecretVersionIds")],
    secret: OPEN,
    steps: ["replicate-secret"],
  },
  {
    title: "a replica, detached and overwritten",
    differences: [
      withReplica,
      again("secretsmanager:StopReplicationToReplica", {
        Bool: { "secretsmanager:ForceOverwriteReplicaSecret": "true" },
      }),
    ],
    secret: OPEN,
    steps: ["replicate-secret"],
  },
  {
    title: "a replica under a key of the attacker's own, for a role of another account",
    differences: [
      may(
        allow([
          "secretsmanager:ReplicateSecretToRegions",
          "secretsmanager:StopReplicationToReplica",
        ]),
        allow("secretsmanager:PutResourcePolicy", OPEN.replace("eu-west-1", "us-west-2")),
        allow("sts:AssumeRole", READER_B),
      ),
      // Nobody in its own account reads, and nobody moves the replica to another key.
      controls(A, deny(["secretsmanager:GetSecretValue", "secretsmanager:UpdateSecret"])),
      withRole(READER_B, { trust: trusts({ AWS: ATTACKER }), policies: [readsAll] }),
    ],
    secret: OPEN,
    steps: ["assume-role", "replicate-secret"],
  },
];
