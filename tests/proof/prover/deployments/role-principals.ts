import {
  BILLING,
  CLUSTER,
  CLUSTER_ACCOUNT,
  decryptStatement,
  KEY,
  type KnownDeployment,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  READS,
  ROLE,
  readPolicy,
  readStatement,
  root,
  SECRET,
  tagsOf,
  VIA_SERVICE,
} from "./deployment";

const bounded = (secretPolicy: object, drop: string[] = []): Omit<KnownDeployment, "title"> => ({
  documents: oneReader({ secretPolicy }),
  drop,
  refuted: [["secret-bounded", SECRET]],
});
const keyLeaks = (keyPolicy: object): Omit<KnownDeployment, "title"> => ({
  documents: oneReader({ keyPolicy }),
  refuted: [["key-bounded", KEY]],
});
const { Condition: _, ...untagged } = readStatement(ROLE, BILLING) as Record<string, unknown>;

/** Roles named as principals, as Terraform modules do, and the usual mistakes. */
export const rolePrincipals: KnownDeployment[] = [
  { title: "a role as principal of secret and key", documents: oneReader() },
  {
    title: "the same without trusting the reader's account to keep its trust policy",
    documents: oneReader(),
    drop: ["reader-trust"],
    // Its administrators can make a session with the reader's tags, which Pod Identity did not make.
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "no session tags in the secret's policy, which the reader's trust makes up for",
    documents: oneReader({ secretPolicy: policy(untagged) }),
  },
  {
    title: "no session tags in the secret's policy, with nothing to make up for it",
    documents: oneReader({ secretPolicy: policy(untagged) }),
    drop: ["reader-trust"],
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "every action on the secret",
    ...bounded(policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }))),
  },
  {
    title: "actions by a wildcard that takes in BatchGetSecretValue",
    ...bounded(
      policy(readStatement(ROLE, BILLING, { Action: [...READS, "secretsmanager:*GetSecret*"] })),
    ),
  },
  {
    title: "a second statement for a role that nobody declared",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        ...untagged,
        Principal: { AWS: `arn:aws:iam::${CLUSTER_ACCOUNT}:role/ops` },
      }),
    }),
    refuted: [["secret-bounded", SECRET]],
  },
  {
    title: "tags compared only where the session has them",
    ...bounded(
      policy(
        readStatement(ROLE, BILLING, {
          Condition: { StringEqualsIfExists: tagsOf("aws:PrincipalTag", BILLING) },
        }),
      ),
      ["reader-trust"],
    ),
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "tags compared for all values, of which there are none on a missing key",
    ...bounded(
      policy(
        readStatement(ROLE, BILLING, {
          Condition: { "ForAllValues:StringEquals": tagsOf("aws:PrincipalTag", BILLING) },
        }),
      ),
      ["reader-trust"],
    ),
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a namespace by wildcard",
    ...bounded(
      policy(
        readStatement(ROLE, BILLING, {
          Condition: {
            StringEquals: {
              "aws:PrincipalTag/eks-cluster-arn": CLUSTER,
              "aws:PrincipalTag/kubernetes-service-account": "api",
            },
            StringLike: { "aws:PrincipalTag/kubernetes-namespace": "billing*" },
          },
        }),
      ),
      ["reader-trust"],
    ),
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a key that the role may use directly",
    ...keyLeaks(
      policy(ownerStatement, {
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Resource: "*",
      }),
    ),
  },
  {
    title: "a key through Secrets Manager for every secret",
    ...keyLeaks(
      policy(ownerStatement, {
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": VIA_SERVICE } },
      }),
    ),
  },
  {
    title: "a key in the secret's context through whatever service",
    ...keyLeaks(
      policy(ownerStatement, {
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:EncryptionContext:SecretARN": SECRET },
          StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" },
        },
      }),
    ),
  },
  {
    title: "a key open to the reader's account",
    ...keyLeaks(
      policy(ownerStatement, {
        ...decryptStatement(ROLE, SECRET),
        Principal: root(CLUSTER_ACCOUNT),
      }),
    ),
  },
  {
    title: "a key without the owner's account, which nobody needs for the read",
    documents: oneReader({ keyPolicy: policy(decryptStatement(ROLE, SECRET)) }),
  },
  {
    title: "a key that does not know the role",
    documents: oneReader({ keyPolicy: policy(ownerStatement) }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a role whose policies forget the key",
    documents: oneReader({ policies: [readPolicy(SECRET, null)] }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a role's policies in two documents, one of which denies what the other allows too much",
    documents: oneReader({
      policies: [
        policy({ Effect: "Allow", Action: "secretsmanager:*", Resource: SECRET }),
        policy(
          { Effect: "Deny", NotAction: [...READS, "kms:Decrypt"], Resource: "*" },
          (readPolicy(SECRET) as { Statement: object[] }).Statement[1] ?? {},
        ),
      ],
    }),
  },
  {
    title: "a secret by wildcard in the role's policy",
    documents: oneReader({ policies: [readPolicy(SECRET.replace(/.{6}$/, "??????"))] }),
    refuted: [
      ["role-contained", ROLE],
      ["grant-available", SECRET],
    ],
  },
  {
    title: "a trust that names no service account",
    documents: oneReader({
      trust: podTrust(BILLING, {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": CLUSTER,
          "aws:RequestTag/kubernetes-namespace": "billing",
        },
      }),
    }),
    refuted: [["role-unforgeable", ROLE]],
  },
];
