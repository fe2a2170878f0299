import type { AccessDocuments } from "../../../../proof";
import {
  AUDITOR,
  BILLING,
  CLUSTER_ACCOUNT,
  decryptStatement,
  ec2Trust,
  KEY,
  type KnownDeployment,
  OTHER_SECRET,
  OWN_READER,
  OWN_ROLE,
  OWNER,
  oneReader,
  ownerStatement,
  PARTNER,
  podTrust,
  policy,
  READS,
  REGION,
  REPORTS,
  ROLE,
  readPolicy,
  readStatement,
  root,
  SECRET,
  tagsOf,
} from "./deployment";

const bucketsOnly = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });

/** A read of the secret granted by its policy to whoever the principal and the ARN name together. */
function readFor(Principal: unknown, arn: string): object {
  return policy({
    Effect: "Allow",
    Principal,
    Action: READS,
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": arn } },
  });
}

/** A read of the secret granted by its policy to everyone of the owner's account. */
const readForAccount = policy({
  Effect: "Allow",
  Principal: "*",
  Action: READS,
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": OWNER } },
});

/** A reader of the owner's own account and a secret with the AWS managed key. */
function sameAccount(
  secretPolicy: object,
  { auditor, boundary = null }: { boundary?: object | null; auditor?: object } = {},
): AccessDocuments {
  const audits = { arn: AUDITOR, trust: ec2Trust, policies: [], permissionsBoundary: auditor };
  return {
    secrets: [{ arn: SECRET, policy: secretPolicy }],
    roles: [
      {
        arn: OWN_ROLE,
        trust: podTrust(OWN_READER),
        policies: [readPolicy(SECRET, null)],
        permissionsBoundary: boundary,
      },
      ...(auditor ? [audits] : []),
    ],
    associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
    grants: [{ reader: OWN_READER, secret: SECRET }],
  };
}

const PARTNER_ROLE = ROLE.replace(CLUSTER_ACCOUNT, PARTNER);
const PARTNER_READER = {
  ...BILLING,
  clusterArn: BILLING.clusterArn.replace(CLUSTER_ACCOUNT, PARTNER),
};
const PARTNER_KEY = KEY.replace("0d4c5a1e", "7e3b9c2f");

/** Readers of two accounts, each with a secret; the account that each trust demands is written as a number. */
function twoAccounts(first: number, second: number): AccessDocuments {
  const fromAccount = (reader: typeof BILLING, account: number) =>
    podTrust(reader, {
      StringEquals: { ...tagsOf("aws:RequestTag", reader), "aws:SourceAccount": account },
    });
  return {
    keys: [
      { arn: KEY, policy: policy(ownerStatement, decryptStatement(ROLE, SECRET)) },
      {
        arn: PARTNER_KEY,
        policy: policy(ownerStatement, decryptStatement(PARTNER_ROLE, OTHER_SECRET)),
      },
    ],
    secrets: [
      { arn: SECRET, key: KEY, policy: policy(readStatement(ROLE, BILLING)) },
      {
        arn: OTHER_SECRET,
        key: PARTNER_KEY,
        policy: policy(readStatement(PARTNER_ROLE, PARTNER_READER)),
      },
    ],
    roles: [
      { arn: ROLE, trust: fromAccount(BILLING, first), policies: [readPolicy(SECRET)] },
      {
        arn: PARTNER_ROLE,
        trust: fromAccount(PARTNER_READER, second),
        policies: [readPolicy(OTHER_SECRET, PARTNER_KEY)],
      },
    ],
    associations: [
      { ...BILLING, roleArn: ROLE },
      { ...PARTNER_READER, roleArn: PARTNER_ROLE },
    ],
    grants: [
      { reader: BILLING, secret: SECRET },
      { reader: PARTNER_READER, secret: OTHER_SECRET },
    ],
  };
}

/** The role's own tags are those of one reader; EKS gives the sessions of these associations none. */
function untagged(...readers: (typeof BILLING)[]): AccessDocuments {
  return oneReader({
    roleTags: Object.fromEntries(
      Object.entries(tagsOf("", BILLING)).map(([key, value]) => [key.slice(1), value]),
    ),
    trust: policy({
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:SourceArn": BILLING.clusterArn } },
    }),
    more: {
      associations: readers.map((reader) => ({
        ...reader,
        roleArn: ROLE,
        disableSessionTags: true,
      })),
    },
  });
}

const PARAMETER = `arn:aws:ssm:${REGION}:${OWNER}:parameter/billing/api-key`;

/** A parameter of the reader's own account, and another role there that may do this. */
function parameterBeside(statement: object): AccessDocuments {
  return {
    parameters: [{ arn: PARAMETER, secure: true }],
    roles: [
      {
        arn: OWN_ROLE,
        trust: podTrust(OWN_READER),
        policies: [policy({ Effect: "Allow", Action: "ssm:GetParameters", Resource: PARAMETER })],
      },
      { arn: AUDITOR, trust: ec2Trust, policies: [policy({ Effect: "Allow", ...statement })] },
    ],
    associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
    grants: [{ reader: OWN_READER, secret: PARAMETER }],
  };
}

const auditorReads: KnownDeployment["refuted"] = [["read-exclusive", PARAMETER]];

const OWN_TARGET = `arn:aws:iam::${CLUSTER_ACCOUNT}:role/pods/billing-reads`;

/** The reader reads as another role of its own account. */
function throughOwnTarget(
  statement: object,
  tags: object = { StringEquals: tagsOf("aws:RequestTag", BILLING) },
): AccessDocuments {
  const Action = ["sts:AssumeRole", "sts:TagSession"];
  const targetTrust = { Effect: "Allow", Principal: { AWS: ROLE }, Action, Condition: tags };
  return oneReader({
    secretPolicy: policy(statement),
    keyPolicy: policy(ownerStatement, decryptStatement(OWN_TARGET, SECRET)),
    more: {
      roles: [
        {
          arn: ROLE,
          trust: podTrust(BILLING),
          policies: [policy({ Effect: "Allow", Action, Resource: OWN_TARGET })],
        },
        { arn: OWN_TARGET, trust: policy(targetTrust), policies: [readPolicy(SECRET)] },
      ],
      associations: [{ ...BILLING, roleArn: ROLE, targetRoleArn: OWN_TARGET }],
    },
  });
}

const decrypting = (statement: object) =>
  oneReader({ keyPolicy: policy(ownerStatement, decryptStatement(ROLE, SECRET), statement) });
const reading = (statement: object) =>
  oneReader({ secretPolicy: policy(readStatement(ROLE, BILLING), statement) });

const ORGANIZATION = "o-a1b2c3d4e5";
const perimeter = policy({
  Effect: "Deny",
  Principal: "*",
  Action: ["secretsmanager:*", "kms:*"],
  Resource: "*",
  Condition: {
    StringNotEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  },
});

/** Forms that others choose and this package does not, each with what AWS documents of it. */
export const otherForms: KnownDeployment[] = [
  {
    title: "everyone of the reader's ARN, which no boundary limits in its own account",
    documents: sameAccount(readFor("*", OWN_ROLE), {
      boundary: policy({ Effect: "Allow", Action: ["kms:*", "s3:*"], Resource: "*" }),
    }),
  },
  {
    title: "everyone of an auditor's ARN, whose boundary does not keep it out",
    documents: sameAccount(readFor("*", AUDITOR), { auditor: bucketsOnly }),
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "an auditor as principal, whom its boundary keeps out",
    documents: sameAccount(readFor({ AWS: AUDITOR }, AUDITOR), { auditor: bucketsOnly }),
  },
  {
    title: "everyone of an auditor's ARN, whose boundary denies it",
    documents: sameAccount(readFor("*", AUDITOR), {
      auditor: policy({ Effect: "Deny", Action: "secretsmanager:*", Resource: "*" }),
    }),
  },
  {
    title: "everyone of the account, whom boundaries may not limit",
    documents: sameAccount(readForAccount, { auditor: bucketsOnly }),
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "everyone of the account, whom the reader's boundary may limit",
    documents: sameAccount(readForAccount, { boundary: bucketsOnly }),
    refuted: [
      ["grant-available", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "the account's principals of an auditor's ARN, whom nothing else lets read",
    documents: sameAccount(readFor(root(OWNER), AUDITOR), { auditor: bucketsOnly }),
  },
  {
    title: "accounts as numbers",
    documents: twoAccounts(Number(CLUSTER_ACCOUNT), Number(PARTNER)),
  },
  {
    title: "accounts as numbers, the first one's twice",
    documents: twoAccounts(Number(CLUSTER_ACCOUNT), Number(CLUSTER_ACCOUNT)),
    refuted: [["grant-available", OTHER_SECRET]],
  },
  {
    title: "a perimeter beside which AWS's own control policy goes without saying",
    documents: oneReader({
      more: {
        organization: {
          id: ORGANIZATION,
          resourceControlPolicies: [{ account: OWNER, levels: [[], [perimeter]] }],
        },
      },
    }),
  },
  {
    title: "a role with the reader's tags, and an association that sends none",
    documents: untagged(BILLING),
    refuted: [["role-unforgeable", ROLE]],
  },
  {
    title: "a role with the reader's tags, and another association that sends none either",
    documents: untagged(BILLING, REPORTS),
    refuted: [
      ["role-unforgeable", ROLE],
      ["read-exclusive", SECRET],
    ],
  },
  ...["ssm:GetParameter", "ssm:GetParameterHistory"].map((Action) => ({
    title: `a parameter that another role reads by ${Action}`,
    documents: parameterBeside({ Action, Resource: PARAMETER }),
    refuted: auditorReads,
  })),
  ...["/billing", "/billing/*", "/"].map((path) => ({
    title: `a parameter that another role reads by its path ${path}`,
    documents: parameterBeside({
      Action: "ssm:GetParametersByPath",
      Resource: PARAMETER.replace("/billing/api-key", path),
    }),
    refuted: auditorReads,
  })),
  {
    title: "a parameter beside a path that another role reads",
    documents: parameterBeside({
      Action: "ssm:GetParametersByPath",
      Resource: PARAMETER.replace("billing/api-key", "reports"),
    }),
  },
  ...(
    [
      ["a target role of the reader's account", readStatement(OWN_TARGET, BILLING)],
      [
        "a target role of the reader's account, whose trust makes up for tags",
        readStatement(OWN_TARGET, BILLING, { Condition: {} }),
      ],
    ] as const
  ).map(([title, statement]) => ({ title, documents: throughOwnTarget(statement) })),
  {
    title: "a target role of the reader's account that asks for no tags",
    documents: throughOwnTarget(readStatement(OWN_TARGET, BILLING, { Condition: {} }), {}),
    drop: ["pod-identity-truth"],
    refuted: [
      ["secret-bounded", SECRET],
      ["role-unforgeable", OWN_TARGET],
    ],
  },
  {
    title: "a key's Deny of what does not come through a service",
    documents: decrypting({
      Effect: "Deny",
      Principal: "*",
      Action: "kms:*",
      Resource: "*",
      Condition: { Bool: { "aws:ViaAWSService": "false" } },
    }),
  },
  {
    title: "a secret's Deny of what comes through a service",
    documents: reading({
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:ViaAWSService": "true" } },
    }),
  },
  {
    title: "a trust that knows of half the tags that EKS sends",
    documents: oneReader({
      trust: podTrust(BILLING, {
        "ForAllValues:StringEquals": {
          "aws:TagKeys": ["eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"],
        },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
];
