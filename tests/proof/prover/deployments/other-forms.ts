import type { AccessDocuments } from "../../pods";
import { allow, allowTo, deny, denyTo, trusts } from "../../statements";
import * as the from "./deployment";
import {
  decryptStatement,
  each,
  ec2Trust,
  known,
  knownOf,
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

const bucketsOnly = policy(allow("s3:*"));

/** The secret's policy admits those who match both the principal and the ARN. */
function readFor(Principal: unknown, arn: string): object {
  return policy(allowTo(Principal, the.READS, { ArnEquals: { "aws:PrincipalArn": arn } }));
}

/** The secret's policy admits everyone in the owner's account. */
const readForAccount = policy(
  allowTo("*", the.READS, { StringEquals: { "aws:PrincipalAccount": the.OWNER } }),
);

/** A reader in the owner's own account, and a secret with the AWS managed key. */
const sameAccount = knownOf(
  (
    secretPolicy: object,
    { auditor, boundary = null }: { boundary?: object | null; auditor?: object } = {},
  ): AccessDocuments => {
    const audits = {
      arn: the.AUDITOR,
      trust: ec2Trust,
      policies: [],
      permissionsBoundary: auditor,
    };
    return {
      secrets: [{ arn: the.SECRET, policy: secretPolicy }],
      roles: [
        {
          arn: the.OWN_ROLE,
          trust: podTrust(the.OWN_READER),
          policies: [readPolicy(the.SECRET, null)],
          permissionsBoundary: boundary,
        },
        ...(auditor ? [audits] : []),
      ],
      associations: [{ ...the.OWN_READER, roleArn: the.OWN_ROLE }],
      grants: [{ reader: the.OWN_READER, secret: the.SECRET }],
    };
  },
);

const PARTNER_ROLE = the.ROLE.replace(the.CLUSTER_ACCOUNT, the.PARTNER);
const PARTNER_READER = {
  ...the.BILLING,
  clusterArn: the.BILLING.clusterArn.replace(the.CLUSTER_ACCOUNT, the.PARTNER),
};
const PARTNER_KEY = the.KEY.replace("0d4c5a1e", "7e3b9c2f");

/** Readers of two accounts, each with a secret. The trust policies have account numbers without quotes. */
function twoAccounts(first: number, second: number): AccessDocuments {
  const fromAccount = (reader: typeof the.BILLING, account: number) =>
    podTrust(reader, {
      StringEquals: { ...tagsOf("aws:RequestTag", reader), "aws:SourceAccount": account },
    });
  return {
    keys: [
      { arn: the.KEY, policy: policy(ownerStatement, decryptStatement(the.ROLE, the.SECRET)) },
      {
        arn: PARTNER_KEY,
        policy: policy(ownerStatement, decryptStatement(PARTNER_ROLE, the.OTHER_SECRET)),
      },
    ],
    secrets: [
      { arn: the.SECRET, key: the.KEY, policy: policy(readStatement(the.ROLE, the.BILLING)) },
      {
        arn: the.OTHER_SECRET,
        key: PARTNER_KEY,
        policy: policy(readStatement(PARTNER_ROLE, PARTNER_READER)),
      },
    ],
    roles: [
      { arn: the.ROLE, trust: fromAccount(the.BILLING, first), policies: [readPolicy(the.SECRET)] },
      {
        arn: PARTNER_ROLE,
        trust: fromAccount(PARTNER_READER, second),
        policies: [readPolicy(the.OTHER_SECRET, PARTNER_KEY)],
      },
    ],
    associations: [
      { ...the.BILLING, roleArn: the.ROLE },
      { ...PARTNER_READER, roleArn: PARTNER_ROLE },
    ],
    grants: [
      { reader: the.BILLING, secret: the.SECRET },
      { reader: PARTNER_READER, secret: the.OTHER_SECRET },
    ],
  };
}

/** The role's own tags are those of one reader. EKS sets no tags on the sessions of these associations. */
function untagged(...readers: (typeof the.BILLING)[]): AccessDocuments {
  return oneReader({
    roleTags: Object.fromEntries(
      Object.entries(tagsOf("", the.BILLING)).map(([key, value]) => [key.slice(1), value]),
    ),
    trust: policy(
      trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole", {
        ArnEquals: { "aws:SourceArn": the.BILLING.clusterArn },
      }),
    ),
    more: {
      associations: readers.map((reader) => ({
        ...reader,
        roleArn: the.ROLE,
        disableSessionTags: true,
      })),
    },
  });
}

const PARAMETER = `arn:aws:ssm:${the.REGION}:${the.OWNER}:parameter/billing/api-key`;

/** A parameter of the reader's own account, and another role there with this right. */
function parameterBeside(statement: object): AccessDocuments {
  return {
    parameters: [{ arn: PARAMETER, secure: true }],
    roles: [
      {
        arn: the.OWN_ROLE,
        trust: podTrust(the.OWN_READER),
        policies: [policy(allow("ssm:GetParameters", PARAMETER))],
      },
      { arn: the.AUDITOR, trust: ec2Trust, policies: [policy({ Effect: "Allow", ...statement })] },
    ],
    associations: [{ ...the.OWN_READER, roleArn: the.OWN_ROLE }],
    grants: [{ reader: the.OWN_READER, secret: PARAMETER }],
  };
}

const OWN_TARGET = `arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/pods/billing-reads`;

/** The reader reads through a target role of its own account. */
function throughOwnTarget(
  statement: object,
  tags: object = { StringEquals: tagsOf("aws:RequestTag", the.BILLING) },
): AccessDocuments {
  const Action = ["sts:AssumeRole", "sts:TagSession"];
  const targetTrust = trusts({ AWS: the.ROLE }, Action, tags);
  return oneReader({
    secretPolicy: policy(statement),
    keyPolicy: policy(ownerStatement, decryptStatement(OWN_TARGET, the.SECRET)),
    more: {
      roles: [
        {
          arn: the.ROLE,
          trust: podTrust(the.BILLING),
          policies: [policy(allow(Action, OWN_TARGET))],
        },
        { arn: OWN_TARGET, trust: policy(targetTrust), policies: [readPolicy(the.SECRET)] },
      ],
      associations: [{ ...the.BILLING, roleArn: the.ROLE, targetRoleArn: OWN_TARGET }],
    },
  });
}

const decrypting = knownOf((statement: object) => oneReader({ keyAlso: [statement] }));
const reading = knownOf((statement: object) => oneReader({ secretAlso: [statement] }));

const ORGANIZATION = "o-a1b2c3d4e5";
const perimeter = policy(
  denyTo("*", ["secretsmanager:*", "kms:*"], {
    StringNotEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  }),
);

/** Forms that other people choose and this package does not. AWS documents what each one means. */
export const otherForms = named({
  "everyone of the reader's ARN, which no boundary limits in its own account": sameAccount(
    readFor("*", the.OWN_ROLE),
    { boundary: policy(allow(["kms:*", "s3:*"])) },
  ),
  "everyone of an auditor's ARN, whose boundary does not keep it out": sameAccount(
    "read-exclusive",
    readFor("*", the.AUDITOR),
    { auditor: bucketsOnly },
  ),
  "an auditor as principal, whom its boundary keeps out": sameAccount(
    readFor({ AWS: the.AUDITOR }, the.AUDITOR),
    { auditor: bucketsOnly },
  ),
  "everyone of an auditor's ARN, whose boundary denies it": sameAccount(readFor("*", the.AUDITOR), {
    auditor: policy(deny("secretsmanager:*")),
  }),
  "everyone of the account, whom boundaries may not limit": sameAccount(
    "read-exclusive",
    readForAccount,
    { auditor: bucketsOnly },
  ),
  "everyone of the account, whom the reader's boundary may limit": sameAccount(
    "grant-available read-exclusive",
    readForAccount,
    { boundary: bucketsOnly },
  ),
  "the account's principals of an auditor's ARN, whom nothing else lets read": sameAccount(
    readFor(root(the.OWNER), the.AUDITOR),
    { auditor: bucketsOnly },
  ),
  "accounts as numbers": known(twoAccounts(Number(the.CLUSTER_ACCOUNT), Number(the.PARTNER))),
  "accounts as numbers, the first one's twice": known(
    `grant-available:${the.OTHER_SECRET}`,
    twoAccounts(Number(the.CLUSTER_ACCOUNT), Number(the.CLUSTER_ACCOUNT)),
  ),
  "a perimeter beside which AWS's own control policy goes without saying": one({
    more: {
      organization: {
        id: ORGANIZATION,
        resourceControlPolicies: [{ account: the.OWNER, levels: [[], [perimeter]] }],
      },
    },
  }),
  "a role with the reader's tags, and an association that sends none": known(
    "role-unforgeable",
    untagged(the.BILLING),
  ),
  "a role with the reader's tags, and another association that sends none either": known(
    "role-unforgeable read-exclusive",
    untagged(the.BILLING, the.REPORTS),
  ),
  ...each(["ssm:GetParameter", "ssm:GetParameterHistory"], (Action) => [
    `a parameter that another role reads by ${Action}`,
    known(`read-exclusive:${PARAMETER}`, parameterBeside({ Action, Resource: PARAMETER })),
  ]),
  ...each(["/billing", "/billing/*", "/"], (path) => [
    `a parameter that another role reads by its path ${path}`,
    known(
      `read-exclusive:${PARAMETER}`,
      parameterBeside({
        Action: "ssm:GetParametersByPath",
        Resource: PARAMETER.replace("/billing/api-key", path),
      }),
    ),
  ]),
  "a parameter beside a path that another role reads": known(
    parameterBeside({
      Action: "ssm:GetParametersByPath",
      Resource: PARAMETER.replace("billing/api-key", "reports"),
    }),
  ),
  ...each(
    [
      ["a target role of the reader's account", readStatement(OWN_TARGET, the.BILLING)],
      [
        "a target role of the reader's account, whose trust makes up for tags",
        readStatement(OWN_TARGET, the.BILLING, { Condition: {} }),
      ],
    ] as const,
    ([title, statement]) => [title, known(throughOwnTarget(statement))],
  ),
  "a target role of the reader's account that asks for no tags": without(
    "pod-identity-truth",
    known(
      `secret-bounded role-unforgeable:${OWN_TARGET}`,
      throughOwnTarget(readStatement(OWN_TARGET, the.BILLING, { Condition: {} }), {}),
    ),
  ),
  "a key's Deny of what does not come through a service": decrypting(
    denyTo("*", "kms:*", { Bool: { "aws:ViaAWSService": "false" } }),
  ),
  "a secret's Deny of what comes through a service": reading(
    denyTo("*", "secretsmanager:*", { BoolIfExists: { "aws:ViaAWSService": "true" } }),
  ),
  "a trust that knows of half the tags that EKS sends": one("grant-available", {
    trust: podTrust(the.BILLING, {
      "ForAllValues:StringEquals": {
        "aws:TagKeys": ["eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"],
      },
    }),
  }),
});
