import { variable } from "../../support";
import {
  BILLING,
  CLUSTER,
  CLUSTER_ACCOUNT,
  decryptStatement,
  KEY,
  type KnownDeployment,
  OTHER_ROLE,
  OTHER_SECRET,
  OWNER,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  READS,
  REPORTS,
  ROLE,
  readPolicy,
  readStatement,
  root,
  SECRET,
  tagsOf,
  VIA_SERVICE,
} from "./deployment";

/** Access to the account, narrowed by conditions. */
function narrowed(Condition: object): object {
  return policy({
    Effect: "Allow",
    Principal: { AWS: CLUSTER_ACCOUNT },
    Action: READS,
    Resource: "*",
    Condition,
  });
}

/** Access to the account, from which Denies take away all but the reader's. */
function denied(...conditions: object[]): object {
  return policy(
    { Effect: "Allow", Principal: root(CLUSTER_ACCOUNT), Action: READS, Resource: "*" },
    ...conditions.map((Condition) => ({
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition,
    })),
  );
}

const tags = tagsOf("aws:PrincipalTag", BILLING);
const secretTags = {
  "eks-cluster-arn": CLUSTER,
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
  narrowed({ ArnEquals: { "aws:PrincipalArn": ROLE }, StringEquals });

/** Two readers and two secrets under one key. */
function twoReaders(keyStatements: object[], secretPolicy?: object) {
  return oneReader({
    keyPolicy: policy(ownerStatement, ...keyStatements),
    more: {
      secrets: [
        {
          arn: SECRET,
          key: KEY,
          policy: secretPolicy ?? policy(readStatement(ROLE, BILLING)),
        },
        { arn: OTHER_SECRET, key: KEY, policy: policy(readStatement(OTHER_ROLE, REPORTS)) },
      ],
      roles: [
        { arn: ROLE, trust: podTrust(BILLING), policies: [readPolicy(SECRET)] },
        { arn: OTHER_ROLE, trust: podTrust(REPORTS), policies: [readPolicy(OTHER_SECRET)] },
      ],
      associations: [
        { ...BILLING, roleArn: ROLE },
        { ...REPORTS, roleArn: OTHER_ROLE },
      ],
      grants: [
        { reader: BILLING, secret: SECRET },
        { reader: REPORTS, secret: OTHER_SECRET },
      ],
    },
  });
}

/** Accounts as principals, narrowed by conditions of every kind. */
export const conditions: KnownDeployment[] = [
  {
    title: "the account's id, and the role by ArnLike without a wildcard",
    documents: oneReader({
      secretPolicy: narrowed({ ArnLike: { "aws:PrincipalArn": ROLE }, StringLike: tags }),
    }),
  },
  {
    title: "ArnLike with a wildcard in the role's name",
    documents: oneReader({
      secretPolicy: narrowed({
        ArnLike: { "aws:PrincipalArn": ROLE.replace("api", "*") },
        StringEquals: tags,
      }),
    }),
    refuted: [["secret-bounded", SECRET]],
  },
  {
    title: "StringLike over the ARN of the assumed role, which aws:PrincipalArn never is",
    documents: oneReader({
      secretPolicy: narrowed({
        StringLike: {
          "aws:PrincipalArn": `arn:aws:sts::${CLUSTER_ACCOUNT}:assumed-role/billing-api/*`,
        },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a role without its path",
    documents: oneReader({
      secretPolicy: narrowed({
        ArnEquals: { "aws:PrincipalArn": ROLE.replace("pods/", "") },
        StringEquals: tags,
      }),
    }),
    refuted: [
      ["secret-bounded", SECRET],
      ["grant-available", SECRET],
    ],
  },
  {
    title: "tags of a key in other letters, which are the same key",
    documents: oneReader({
      secretPolicy: narrowed({
        ArnEquals: { "AWS:principalarn": ROLE },
        StringEquals: {
          "aws:PrincipalTag/EKS-Cluster-ARN": CLUSTER,
          "aws:principaltag/Kubernetes-Namespace": "billing",
          "aws:PrincipalTag/kubernetes-SERVICE-account": "api",
        },
      }),
    }),
  },
  {
    title: "a namespace ignoring case",
    documents: oneReader({
      secretPolicy: narrowed({
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEqualsIgnoreCase: tags,
      }),
    }),
    drop: ["reader-trust"],
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "Denies of everybody else, true on missing keys",
    documents: oneReader({
      secretPolicy: denied(
        { ArnNotEquals: { "aws:PrincipalArn": ROLE } },
        ...Object.entries(tags).map(([key, value]) => ({ StringNotEquals: { [key]: value } })),
      ),
    }),
  },
  {
    title: "one Deny whose conditions must all hold",
    documents: oneReader({
      secretPolicy: denied({
        ArnNotEquals: { "aws:PrincipalArn": ROLE },
        StringNotEquals: tags,
      }),
    }),
    refuted: [["secret-bounded", SECRET]],
  },
  {
    title: "Denies that pass over missing tags",
    documents: oneReader({
      secretPolicy: denied(
        { ArnNotEquals: { "aws:PrincipalArn": ROLE } },
        ...Object.entries(tags).map(([key, value]) => ({
          "ForAnyValue:StringNotEquals": { [key]: value },
        })),
      ),
    }),
    drop: ["reader-trust"],
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "everything allowed to the reader, and all but the reads denied to strangers",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }), {
        Effect: "Deny",
        Principal: "*",
        NotAction: READS,
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": OWNER } },
      }),
    }),
  },
  {
    title: "an exception from the Deny that lets the value be written",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }), {
        Effect: "Deny",
        Principal: "*",
        NotAction: [...READS, "secretsmanager:Put*"],
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": OWNER } },
      }),
    }),
    refuted: [["secret-bounded", SECRET]],
  },
  {
    title: "attributes by variables, of a secret that has them",
    documents: oneReader({ secretPolicy: abac(byTags()), secretTags }),
  },
  {
    title: "attributes by variables, of a secret that lacks one",
    documents: oneReader({
      secretPolicy: abac(byTags()),
      secretTags: { ...secretTags, "kubernetes-namespace": "" },
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "attributes whose variables have a default that the secret's tags equal",
    documents: oneReader({
      secretPolicy: abac({
        ...byTags(),
        "aws:ResourceTag/kubernetes-namespace": variable(
          "aws:PrincipalTag/kubernetes-namespace, 'billing'",
        ),
      }),
      secretTags,
    }),
    drop: ["reader-trust"],
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "variables in a document without a version, where they are but letters",
    documents: oneReader({
      secretPolicy: { ...abac(byTags()), Version: "2008-10-17" },
      secretTags,
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "two readers, each with statements of its own",
    documents: twoReaders([
      decryptStatement(ROLE, SECRET),
      decryptStatement(OTHER_ROLE, OTHER_SECRET),
    ]),
  },
  {
    title: "two readers in one statement of their key",
    documents: twoReaders([decryptStatement([ROLE, OTHER_ROLE], [SECRET, OTHER_SECRET])]),
    refuted: [["key-bounded", KEY]],
  },
  {
    title: "namespaces and service accounts listed beside each other",
    documents: twoReaders(
      [decryptStatement(ROLE, SECRET), decryptStatement(OTHER_ROLE, OTHER_SECRET)],
      narrowed({
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEquals: {
          "aws:PrincipalTag/eks-cluster-arn": CLUSTER,
          "aws:PrincipalTag/kubernetes-namespace": ["billing", "reports"],
          "aws:PrincipalTag/kubernetes-service-account": ["api", "job"],
        },
      }),
    ),
    drop: ["reader-trust"],
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
      ["read-exclusive", OTHER_SECRET],
    ],
  },
  {
    title: "the caller's account demanded of a key as a number",
    documents: oneReader({
      keyPolicy: policy(ownerStatement, {
        Effect: "Allow",
        Principal: "*",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          NumericEquals: { "kms:CallerAccount": CLUSTER_ACCOUNT },
          StringEquals: {
            "kms:ViaService": VIA_SERVICE,
            "kms:EncryptionContext:SecretARN": SECRET,
          },
        },
      }),
    }),
    refuted: [["key-bounded", KEY]],
  },
  {
    title: "a key by its caller's account alone",
    documents: oneReader({
      keyPolicy: policy(ownerStatement, {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": CLUSTER_ACCOUNT,
            "kms:ViaService": VIA_SERVICE,
            "kms:EncryptionContext:SecretARN": SECRET,
          },
        },
      }),
    }),
    refuted: [["key-bounded", KEY]],
  },
  {
    title: "a key whose encryption context may hold the two keys of Secrets Manager only",
    documents: oneReader({
      keyPolicy: policy(ownerStatement, {
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:ViaService": VIA_SERVICE,
            "kms:EncryptionContext:SecretARN": SECRET,
          },
          "ForAllValues:StringEquals": {
            "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
          },
        },
      }),
    }),
  },
  {
    title: "reads that must come from a network of which nothing is known",
    documents: oneReader({
      secretPolicy: narrowed({
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEquals: { ...tags, "aws:SourceVpce": "vpce-0123456789abcdef0" },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "an interval of dates that is empty",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: "*",
        Action: "secretsmanager:*",
        Resource: "*",
        Condition: {
          DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2025-01-01T00:00:00Z" },
        },
      }),
    }),
  },
  {
    title: "an interval of dates that is long past, which nobody knows",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: "*",
        Action: "secretsmanager:*",
        Resource: "*",
        Condition: {
          DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2020-01-02T00:00:00Z" },
          IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] },
          NotIpAddress: { "aws:SourceIp": "10.0.0.0/9" },
        },
      }),
    }),
    // Whom the secret's policy lets in, of the owner's account too, does not read by rights of its own.
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
];
