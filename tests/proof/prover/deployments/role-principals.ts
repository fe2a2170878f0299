import { allow, allowTo } from "../../statements";
import {
  BILLING,
  CLUSTER,
  CLUSTER_ACCOUNT,
  decryptStatement,
  type KnownDeployment,
  named,
  one,
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
  without,
} from "./deployment";

const { Condition: _, ...untagged } = readStatement(ROLE, BILLING) as Record<string, unknown>;

/** Roles named as principals, as Terraform modules do, and the usual mistakes. */
export const rolePrincipals: KnownDeployment[] = named({
  "a role as principal of secret and key": one(),
  // Its administrators can make a session with the reader's tags, which Pod Identity did not make.
  "the same without trusting the reader's account to keep its trust policy": without(
    "reader-trust",
    one("read-exclusive"),
  ),
  "no session tags in the secret's policy, which the reader's trust makes up for": one({
    secretPolicy: policy(untagged),
  }),
  "no session tags in the secret's policy, with nothing to make up for it": without(
    "reader-trust",
    one("secret-bounded read-exclusive", { secretPolicy: policy(untagged) }),
  ),
  "every action on the secret": one("secret-bounded", {
    secretPolicy: policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" })),
  }),
  "actions by a wildcard that takes in BatchGetSecretValue": one("secret-bounded", {
    secretPolicy: policy(
      readStatement(ROLE, BILLING, { Action: [...READS, "secretsmanager:*GetSecret*"] }),
    ),
  }),
  "a second statement for a role that nobody declared": one("secret-bounded", {
    secretAlso: [{ ...untagged, Principal: { AWS: `arn:aws:iam::${CLUSTER_ACCOUNT}:role/ops` } }],
  }),
  "tags compared only where the session has them": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: policy(
        readStatement(ROLE, BILLING, {
          Condition: { StringEqualsIfExists: tagsOf("aws:PrincipalTag", BILLING) },
        }),
      ),
    }),
  ),
  "tags compared for all values, of which there are none on a missing key": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: policy(
        readStatement(ROLE, BILLING, {
          Condition: { "ForAllValues:StringEquals": tagsOf("aws:PrincipalTag", BILLING) },
        }),
      ),
    }),
  ),
  "a namespace by wildcard": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: policy(
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
    }),
  ),
  "a key that the role may use directly": one("key-bounded", {
    keyPolicy: policy(ownerStatement, allowTo({ AWS: ROLE }, ["kms:Decrypt", "kms:DescribeKey"])),
  }),
  "a key through Secrets Manager for every secret": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: ROLE }, "kms:Decrypt", { StringEquals: { "kms:ViaService": VIA_SERVICE } }),
    ),
  }),
  "a key in the secret's context through whatever service": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: ROLE }, "kms:Decrypt", {
        StringEquals: { "kms:EncryptionContext:SecretARN": SECRET },
        StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" },
      }),
    ),
  }),
  "a key open to the reader's account": one("key-bounded", {
    keyPolicy: policy(ownerStatement, {
      ...decryptStatement(ROLE, SECRET),
      Principal: root(CLUSTER_ACCOUNT),
    }),
  }),
  "a key without the owner's account, which nobody needs for the read": one({
    keyPolicy: policy(decryptStatement(ROLE, SECRET)),
  }),
  "a key that does not know the role": one("grant-available", {
    keyPolicy: policy(ownerStatement),
  }),
  "a role whose policies forget the key": one("grant-available", {
    policies: [readPolicy(SECRET, null)],
  }),
  "a role's policies in two documents, one of which denies what the other allows too much": one({
    policies: [
      policy(allow("secretsmanager:*", SECRET)),
      policy(
        { Effect: "Deny", NotAction: [...READS, "kms:Decrypt"], Resource: "*" },
        (readPolicy(SECRET) as { Statement: object[] }).Statement[1] ?? {},
      ),
    ],
  }),
  "a secret by wildcard in the role's policy": one("role-contained grant-available", {
    policies: [readPolicy(SECRET.replace(/.{6}$/, "??????"))],
  }),
  "a trust that names no service account": one("role-unforgeable", {
    trust: podTrust(BILLING, {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": CLUSTER,
        "aws:RequestTag/kubernetes-namespace": "billing",
      },
    }),
  }),
});
