import {
  A,
  ATTACKER,
  allow,
  BUILDER,
  type Difference,
  deny,
  KEY,
  letIn,
  may,
  type Planted,
  policy,
  READER_B,
  SHARED,
  trusts,
  withDocuments,
  withKey,
  withRole,
  withSecret,
} from "../world";

/** Another key of the secrets' account, with which a role of another account may decrypt. */
const OWN_KEY = KEY.replace(/key\/.*/, "key/99999999-8888-7777-6666-555555555555");
const ownKey = {
  arn: OWN_KEY,
  policy: policy(
    letIn({ AWS: `arn:aws:iam::${A}:root` }, "kms:*", undefined, "*"),
    letIn({ AWS: READER_B }, "kms:Decrypt", undefined, "*"),
  ),
};
const withOwnKey: Difference = (world) =>
  withDocuments({ keys: [...(world.documents.keys ?? []), ownKey] })(world);

/** A role of another account may use each key of the secrets' account that lets it in. None does. */
const readsWithKeysOfOwner: Difference = (world) =>
  [
    withRole(READER_B, {
      trust: trusts({ AWS: ATTACKER }),
      policies: [
        policy(
          allow("secretsmanager:GetSecretValue"),
          allow("kms:Decrypt", `arn:aws:kms:*:${A}:key/*`),
        ),
      ],
    }),
    withSecret(SHARED, {
      policy: policy(letIn({ AWS: READER_B }, "secretsmanager:GetSecretValue", undefined, "*")),
    }),
    withKey(KEY, {
      policy: policy(letIn({ AWS: `arn:aws:iam::${A}:root` }, "kms:*", undefined, "*")),
    }),
  ].reduce((now, difference) => difference(now), world);

/** Rights to move a secret to a new key that admits such a role, except `without`. */
export const movesToNewKey = (world: ReturnType<Difference>, ...without: string[]) =>
  [
    readsWithKeysOfOwner,
    may(
      allow(["secretsmanager:UpdateSecret", "kms:CreateKey", "kms:Encrypt", "kms:GenerateDataKey"]),
      ...[allow("kms:Decrypt"), allow("sts:AssumeRole", READER_B)],
      ...(without.length > 0 ? [deny(without)] : []),
    ),
  ].reduce((now, difference) => difference(now), world);

/** Ways through moves to other keys. */
export const waysOfKeys: Planted[] = [
  {
    title: "a move to another key, for somebody else who fetches",
    differences: [
      may(allow(["secretsmanager:UpdateSecret", "kms:Decrypt"]), allow("sts:AssumeRole", BUILDER)),
      withRole(BUILDER, {
        trust: trusts({ AWS: ATTACKER }),
        policies: [policy(allow("secretsmanager:GetSecretValue", SHARED))],
      }),
    ],
    secret: SHARED,
    steps: ["assume-role", "change-secret-key"],
  },
  {
    title: "a move to another key of the owner, which lets in a role of another account",
    differences: [
      withOwnKey,
      may(
        allow("secretsmanager:UpdateSecret", SHARED, {
          StringEquals: { "secretsmanager:KmsKeyArn": OWN_KEY },
        }),
        allow("kms:Decrypt", KEY),
        allow(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], OWN_KEY),
        allow("sts:AssumeRole", READER_B),
      ),
      withSecret(SHARED, {
        policy: policy(letIn({ AWS: READER_B }, "secretsmanager:GetSecretValue", undefined, "*")),
      }),
      withRole(READER_B, {
        trust: trusts({ AWS: ATTACKER }),
        policies: [
          policy(allow("secretsmanager:GetSecretValue", SHARED), allow("kms:Decrypt", OWN_KEY)),
        ],
      }),
    ],
    secret: SHARED,
    steps: ["assume-role", "change-secret-key"],
  },
  {
    title: "a move to a key that it makes, for a role of another account",
    differences: [(world) => movesToNewKey(world)],
    secret: SHARED,
    steps: ["assume-role", "create-key", "change-secret-key"],
  },
  {
    title: "a replica under a key that another role makes, for a role of another account",
    differences: [
      may(
        allow(["secretsmanager:ReplicateSecretToRegions", "kms:Encrypt", "kms:GenerateDataKey"]),
        allow("kms:Decrypt", KEY),
        allow("sts:AssumeRole", [BUILDER, READER_B]),
      ),
      withRole(BUILDER, {
        trust: trusts({ AWS: ATTACKER }),
        policies: [policy(allow("kms:CreateKey"))],
      }),
      readsWithKeysOfOwner,
    ],
    secret: SHARED,
    steps: ["assume-role", "assume-role", "create-key", "replicate-secret"],
  },
];
