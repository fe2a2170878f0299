import { allow, allowTo } from "../../statements";
import * as the from "./deployment";
import {
  decryptStatement,
  named,
  one,
  ownerStatement,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  root,
  tagsOf,
  without,
} from "./deployment";

const { Condition: _, ...untagged } = readStatement(the.ROLE, the.BILLING) as Record<
  string,
  unknown
>;

/** Roles as principals, as Terraform modules write them, and the usual mistakes. */
export const rolePrincipals = named({
  "a role as principal of secret and key": one(),
  // The administrators of its account can make a session with the reader's tags that Pod Identity did not make.
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
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING, { Action: "secretsmanager:*" })),
  }),
  "actions by a wildcard that takes in BatchGetSecretValue": one("secret-bounded", {
    secretPolicy: policy(
      readStatement(the.ROLE, the.BILLING, {
        Action: [...the.READS, "secretsmanager:*GetSecret*"],
      }),
    ),
  }),
  "a second statement for a role that nobody declared": one("secret-bounded", {
    secretAlso: [
      { ...untagged, Principal: { AWS: `arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/ops` } },
    ],
  }),
  "tags compared only where the session has them": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: policy(
        readStatement(the.ROLE, the.BILLING, {
          Condition: { StringEqualsIfExists: tagsOf("aws:PrincipalTag", the.BILLING) },
        }),
      ),
    }),
  ),
  "tags compared for all values, of which there are none on a missing key": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: policy(
        readStatement(the.ROLE, the.BILLING, {
          Condition: { "ForAllValues:StringEquals": tagsOf("aws:PrincipalTag", the.BILLING) },
        }),
      ),
    }),
  ),
  "a namespace by wildcard": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: policy(
        readStatement(the.ROLE, the.BILLING, {
          Condition: {
            StringEquals: {
              "aws:PrincipalTag/eks-cluster-arn": the.CLUSTER,
              "aws:PrincipalTag/kubernetes-service-account": "api",
            },
            StringLike: { "aws:PrincipalTag/kubernetes-namespace": "billing*" },
          },
        }),
      ),
    }),
  ),
  "a key that the role may use directly": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: the.ROLE }, ["kms:Decrypt", "kms:DescribeKey"]),
    ),
  }),
  "a key through Secrets Manager for every secret": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: the.ROLE }, "kms:Decrypt", {
        StringEquals: { "kms:ViaService": the.VIA_SERVICE },
      }),
    ),
  }),
  "a key in the secret's context through whatever service": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: the.ROLE }, "kms:Decrypt", {
        StringEquals: { "kms:EncryptionContext:SecretARN": the.SECRET },
        StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" },
      }),
    ),
  }),
  "a key open to the reader's account": one("key-bounded", {
    keyPolicy: policy(ownerStatement, {
      ...decryptStatement(the.ROLE, the.SECRET),
      Principal: root(the.CLUSTER_ACCOUNT),
    }),
  }),
  "a key without the owner's account, which nobody needs for the read": one({
    keyPolicy: policy(decryptStatement(the.ROLE, the.SECRET)),
  }),
  "a key that does not know the role": one("grant-available", {
    keyPolicy: policy(ownerStatement),
  }),
  "a role whose policies forget the key": one("grant-available", {
    policies: [readPolicy(the.SECRET, null)],
  }),
  "a role's policies in two documents, one of which denies what the other allows too much": one({
    policies: [
      policy(allow("secretsmanager:*", the.SECRET)),
      policy(
        { Effect: "Deny", NotAction: [...the.READS, "kms:Decrypt"], Resource: "*" },
        (readPolicy(the.SECRET) as { Statement: object[] }).Statement[1] ?? {},
      ),
    ],
  }),
  "a secret by wildcard in the role's policy": one("role-contained grant-available", {
    policies: [readPolicy(the.SECRET.replace(/.{6}$/, "??????"))],
  }),
  "a trust that names no service account": one("role-unforgeable", {
    trust: podTrust(the.BILLING, {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": the.CLUSTER,
        "aws:RequestTag/kubernetes-namespace": "billing",
      },
    }),
  }),
});
