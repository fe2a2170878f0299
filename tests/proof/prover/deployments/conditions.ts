import { allowTo, denyTo } from "../../statements";
import { variable } from "../../support";
import {
  BILLING,
  CLUSTER,
  CLUSTER_ACCOUNT,
  decryptStatement,
  KEY,
  type KnownDeployment,
  known,
  named,
  OTHER_ROLE,
  OTHER_SECRET,
  OWNER,
  one,
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
  without,
} from "./deployment";

/** Access to the account, narrowed by conditions. */
function narrowed(Condition: object): object {
  return policy(allowTo({ AWS: CLUSTER_ACCOUNT }, READS, Condition));
}

/** Access to the account, from which Denies take away all but the reader's. */
function denied(...conditions: object[]): object {
  return policy(
    allowTo(root(CLUSTER_ACCOUNT), READS),
    ...conditions.map((Condition) => denyTo("*", "secretsmanager:*", Condition)),
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
        { arn: SECRET, key: KEY, policy: secretPolicy ?? policy(readStatement(ROLE, BILLING)) },
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
export const conditions: KnownDeployment[] = named({
  "the account's id, and the role by ArnLike without a wildcard": one({
    secretPolicy: narrowed({ ArnLike: { "aws:PrincipalArn": ROLE }, StringLike: tags }),
  }),
  "ArnLike with a wildcard in the role's name": one("secret-bounded", {
    secretPolicy: narrowed({
      ArnLike: { "aws:PrincipalArn": ROLE.replace("api", "*") },
      StringEquals: tags,
    }),
  }),
  "StringLike over the ARN of the assumed role, which aws:PrincipalArn never is": one(
    "grant-available",
    {
      secretPolicy: narrowed({
        StringLike: {
          "aws:PrincipalArn": `arn:aws:sts::${CLUSTER_ACCOUNT}:assumed-role/billing-api/*`,
        },
      }),
    },
  ),
  "a role without its path": one("secret-bounded grant-available", {
    secretPolicy: narrowed({
      ArnEquals: { "aws:PrincipalArn": ROLE.replace("pods/", "") },
      StringEquals: tags,
    }),
  }),
  "tags of a key in other letters, which are the same key": one({
    secretPolicy: narrowed({
      ArnEquals: { "AWS:principalarn": ROLE },
      StringEquals: {
        "aws:PrincipalTag/EKS-Cluster-ARN": CLUSTER,
        "aws:principaltag/Kubernetes-Namespace": "billing",
        "aws:PrincipalTag/kubernetes-SERVICE-account": "api",
      },
    }),
  }),
  "a namespace ignoring case": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: narrowed({
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEqualsIgnoreCase: tags,
      }),
    }),
  ),
  "Denies of everybody else, true on missing keys": one({
    secretPolicy: denied(
      { ArnNotEquals: { "aws:PrincipalArn": ROLE } },
      ...Object.entries(tags).map(([key, value]) => ({ StringNotEquals: { [key]: value } })),
    ),
  }),
  "one Deny whose conditions must all hold": one("secret-bounded", {
    secretPolicy: denied({ ArnNotEquals: { "aws:PrincipalArn": ROLE }, StringNotEquals: tags }),
  }),
  "Denies that pass over missing tags": without(
    "reader-trust",
    one("secret-bounded read-exclusive", {
      secretPolicy: denied(
        { ArnNotEquals: { "aws:PrincipalArn": ROLE } },
        ...Object.entries(tags).map(([key, value]) => ({
          "ForAnyValue:StringNotEquals": { [key]: value },
        })),
      ),
    }),
  ),
  "everything allowed to the reader, and all but the reads denied to strangers": one({
    secretPolicy: policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }), {
      Effect: "Deny",
      Principal: "*",
      NotAction: READS,
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": OWNER } },
    }),
  }),
  "an exception from the Deny that lets the value be written": one("secret-bounded", {
    secretPolicy: policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }), {
      Effect: "Deny",
      Principal: "*",
      NotAction: [...READS, "secretsmanager:Put*"],
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": OWNER } },
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
    twoReaders([decryptStatement(ROLE, SECRET), decryptStatement(OTHER_ROLE, OTHER_SECRET)]),
  ),
  "two readers in one statement of their key": known(
    "key-bounded",
    twoReaders([decryptStatement([ROLE, OTHER_ROLE], [SECRET, OTHER_SECRET])]),
  ),
  "namespaces and service accounts listed beside each other": without(
    "reader-trust",
    known(
      `secret-bounded read-exclusive read-exclusive:${OTHER_SECRET}`,
      twoReaders(
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
    ),
  ),
  "the caller's account demanded of a key as a number": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo("*", "kms:Decrypt", {
        NumericEquals: { "kms:CallerAccount": CLUSTER_ACCOUNT },
        StringEquals: { "kms:ViaService": VIA_SERVICE, "kms:EncryptionContext:SecretARN": SECRET },
      }),
    ),
  }),
  "a key by its caller's account alone": one("key-bounded", {
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: "*" }, "kms:Decrypt", {
        StringEquals: {
          "kms:CallerAccount": CLUSTER_ACCOUNT,
          "kms:ViaService": VIA_SERVICE,
          "kms:EncryptionContext:SecretARN": SECRET,
        },
      }),
    ),
  }),
  "a key whose encryption context may hold the two keys of Secrets Manager only": one({
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: ROLE }, "kms:Decrypt", {
        StringEquals: { "kms:ViaService": VIA_SERVICE, "kms:EncryptionContext:SecretARN": SECRET },
        "ForAllValues:StringEquals": {
          "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
        },
      }),
    ),
  }),
  "reads that must come from a network of which nothing is known": one("grant-available", {
    secretPolicy: narrowed({
      ArnEquals: { "aws:PrincipalArn": ROLE },
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
  // Whom the secret's policy lets in, of the owner's account too, does not read by rights of its own.
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
