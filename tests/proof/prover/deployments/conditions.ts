import { allowTo, denyTo } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  decryptStatement,
  known,
  named,
  one,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  root,
  tagsOf,
  without,
} from "./deployment";

/** A policy that admits the account under conditions. */
function narrowed(Condition: object): object {
  return policy(allowTo({ AWS: the.CLUSTER_ACCOUNT }, the.READS, Condition));
}

/** A policy that admits the account, with Denies that leave only the reader's access. */
function denied(...conditions: object[]): object {
  return policy(
    allowTo(root(the.CLUSTER_ACCOUNT), the.READS),
    ...conditions.map((Condition) => denyTo("*", "secretsmanager:*", Condition)),
  );
}

const tags = tagsOf("aws:PrincipalTag", the.BILLING);
const secretTags = {
  "eks-cluster-arn": the.CLUSTER,
  "kubernetes-namespace": "billing",
  "kubernetes-service-account": "api",
};
const byTags = (suffix = "") =>
  Object.fromEntries(
    Object.keys(secretTags).map((key) => [
      `aws:ResourceTag/${key}`,
      `\${aws:PrincipalTag/${key}${suffix}}`,
    ]),
  );
const abac = (StringEquals: object) =>
  narrowed({ ArnEquals: { "aws:PrincipalArn": the.ROLE }, StringEquals });

/** Two readers, and two secrets under one key. */
function twoReaders(keyStatements: object[], secretPolicy?: object) {
  return oneReader({
    keyPolicy: policy(ownerStatement, ...keyStatements),
    more: {
      secrets: [
        {
          arn: the.SECRET,
          key: the.KEY,
          policy: secretPolicy ?? policy(readStatement(the.ROLE, the.BILLING)),
        },
        {
          arn: the.OTHER_SECRET,
          key: the.KEY,
          policy: policy(readStatement(the.OTHER_ROLE, the.REPORTS)),
        },
      ],
      roles: [
        { arn: the.ROLE, trust: podTrust(the.BILLING), policies: [readPolicy(the.SECRET)] },
        {
          arn: the.OTHER_ROLE,
          trust: podTrust(the.REPORTS),
          policies: [readPolicy(the.OTHER_SECRET)],
        },
      ],
      associations: [
        { ...the.BILLING, roleArn: the.ROLE },
        { ...the.REPORTS, roleArn: the.OTHER_ROLE },
      ],
      grants: [
        { reader: the.BILLING, secret: the.SECRET },
        { reader: the.REPORTS, secret: the.OTHER_SECRET },
      ],
    },
  });
}

/** Policies that name accounts as principals, limited by conditions of every kind. */
export const conditions = named({
  "the account's id, and the role by ArnLike without a wildcard": one({
    secretPolicy: narrowed({ ArnLike: { "aws:PrincipalArn": the.ROLE }, StringLike: tags }),
  }),
  "ArnLike with a wildcard in the role's name": one("secret-bounded", {
    secretPolicy: narrowed({
      ArnLike: { "aws:PrincipalArn": the.ROLE.replace("api", "*") },
      StringEquals: tags,
    }),
  }),
  "StringLike over the ARN of the assumed role, which aws:PrincipalArn never is": one(
    "grant-available",
    {
      secretPolicy: narrowed({
        StringLike: {
          "aws:PrincipalArn": `arn:aws:sts::${the.CLUSTER_ACCOUNT}:assumed-role/billing-api/*`,
        },
      }),
    },
  ),
  "a role without its path": one("secret-bounded grant-available", {
    secretPolicy: narrowed({
      ArnEquals: { "aws:PrincipalArn": the.ROLE.replace("pods/", "") },
      StringEquals: tags,
    }),
  }),
  "tags of a key in other letters, which are the same key": one({
    secretPolicy: narrowed({
      ArnEquals: { "AWS:principalarn": the.ROLE },
      StringEquals: {
        "aws:PrincipalTag/EKS-Cluster-ARN": the.CLUSTER,
        "aws:principaltag/Kubernetes-Namespace": "billing",
        "aws:PrincipalTag/kubernetes-SERVICE-account": "api",
      },
    }),
  }),
  "a namespace ignoring case": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: narrowed({
        ArnEquals: { "aws:PrincipalArn": the.ROLE },
        StringEqualsIgnoreCase: tags,
      }),
    }),
  ),
  "Denies of everybody else, true on missing keys": one({
    secretPolicy: denied(
      { ArnNotEquals: { "aws:PrincipalArn": the.ROLE } },
      ...Object.entries(tags).map(([key, value]) => ({ StringNotEquals: { [key]: value } })),
    ),
  }),
  "one Deny whose conditions must all hold": one("secret-bounded", {
    secretPolicy: denied({ ArnNotEquals: { "aws:PrincipalArn": the.ROLE }, StringNotEquals: tags }),
  }),
  "Denies that pass over missing tags": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: denied(
        { ArnNotEquals: { "aws:PrincipalArn": the.ROLE } },
        ...Object.entries(tags).map(([key, value]) => ({
          "ForAnyValue:StringNotEquals": { [key]: value },
        })),
      ),
    }),
  ),
  "everything allowed to the reader, and all but the reads denied to strangers": one({
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING, { Action: "secretsmanager:*" }), {
      Effect: "Deny",
      Principal: "*",
      NotAction: the.READS,
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": the.OWNER } },
    }),
  }),
  "an exception from the Deny that lets the value be written": one("secret-bounded", {
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING, { Action: "secretsmanager:*" }), {
      Effect: "Deny",
      Principal: "*",
      NotAction: [...the.READS, "secretsmanager:Put*"],
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": the.OWNER } },
    }),
  }),
  "attributes by variables, of a secret that has them": one({
    secretPolicy: abac(byTags()),
    secretTags,
  }),
  "attributes by variables, of a secret that lacks one": one("grant-available", {
    secretPolicy: abac(byTags()),
    secretTags: { ...secretTags, "kubernetes-namespace": "" },
  }),
  "attributes whose variables have a default that the secret's tags equal": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: abac({
        ...byTags(),
        "aws:ResourceTag/kubernetes-namespace": variable(
          "aws:PrincipalTag/kubernetes-namespace, 'billing'",
        ),
      }),
      secretTags,
    }),
  ),
  "variables in a document without a version, where they are but letters": one("grant-available", {
    secretPolicy: { ...abac(byTags()), Version: "2008-10-17" },
    secretTags,
  }),
  "two readers, each with statements of its own": known(
    twoReaders([
      decryptStatement(the.ROLE, the.SECRET),
      decryptStatement(the.OTHER_ROLE, the.OTHER_SECRET),
    ]),
  ),
  "two readers in one statement of their key": known(
    "key-bounded",
    twoReaders([decryptStatement([the.ROLE, the.OTHER_ROLE], [the.SECRET, the.OTHER_SECRET])]),
  ),
  "namespaces and service accounts listed beside each other": without(
    "reader-trust",
    known(
      `secret-bounded read-exclusive read-exclusive:${the.OTHER_SECRET}`,
      twoReaders(
        [
          decryptStatement(the.ROLE, the.SECRET),
          decryptStatement(the.OTHER_ROLE, the.OTHER_SECRET),
        ],
        narrowed({
          ArnEquals: { "aws:PrincipalArn": the.ROLE },
          StringEquals: {
            "aws:PrincipalTag/eks-cluster-arn": the.CLUSTER,
            "aws:PrincipalTag/kubernetes-namespace": ["billing", "reports"],
            "aws:PrincipalTag/kubernetes-service-account": ["api", "job"],
          },
        }),
      ),
    ),
  ),
  "the caller's account demanded of a key as a number": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo("*", "kms:Decrypt", {
        NumericEquals: { "kms:CallerAccount": the.CLUSTER_ACCOUNT },
        StringEquals: {
          "kms:ViaService": the.VIA_SERVICE,
          "kms:EncryptionContext:SecretARN": the.SECRET,
        },
      }),
    ),
  }),
  "a key by its caller's account alone": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: "*" }, "kms:Decrypt", {
        StringEquals: {
          "kms:CallerAccount": the.CLUSTER_ACCOUNT,
          "kms:ViaService": the.VIA_SERVICE,
          "kms:EncryptionContext:SecretARN": the.SECRET,
        },
      }),
    ),
  }),
  "a key whose encryption context may hold the two keys of Secrets Manager only": one({
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: the.ROLE }, "kms:Decrypt", {
        StringEquals: {
          "kms:ViaService": the.VIA_SERVICE,
          "kms:EncryptionContext:SecretARN": the.SECRET,
        },
        "ForAllValues:StringEquals": {
          "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
        },
      }),
    ),
  }),
  "reads that must come from a network of which nothing is known": one("grant-available", {
    secretPolicy: narrowed({
      ArnEquals: { "aws:PrincipalArn": the.ROLE },
      StringEquals: { ...tags, "aws:SourceVpce": "vpce-0123456789abcdef0" },
    }),
  }),
  "an interval of dates that is empty": one({
    secretAlso: [
      allowTo("*", "secretsmanager:*", {
        DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
        DateLessThan: { "aws:CurrentTime": "2025-01-01T00:00:00Z" },
      }),
    ],
  }),
  // If the secret's policy admits somebody, even of the owner's account, that principal does not read by its own rights.
  "an interval of dates that is long past, which nobody knows": one(
    "secret-bounded read-exclusive",
    {
      secretAlso: [
        allowTo("*", "secretsmanager:*", {
          DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2020-01-02T00:00:00Z" },
          IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] },
          NotIpAddress: { "aws:SourceIp": "10.0.0.0/9" },
        }),
      ],
    },
  ),
});
