import {
  BILLING,
  CLUSTER_ACCOUNT,
  decryptStatement,
  KEY,
  type KnownDeployment,
  OWNER,
  oneReader,
  ownerStatement,
  PARTNER,
  podTrust,
  policy,
  READS,
  ROLE,
  readStatement,
  root,
  SECRET,
} from "./deployment";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };

/** The one reader, in an account whose service control policy denies what meets the condition. */
function denied(Condition: object, Action = "*") {
  const scp = policy({ Effect: "Deny", Action, Resource: "*", Condition });
  return oneReader({
    more: {
      organization: {
        id: "o-a1b2c3d4e5",
        serviceControlPolicies: [
          { account: CLUSTER_ACCOUNT, levels: [[policy(everything)], [policy(everything), scp]] },
          { account: OWNER, levels: [[policy(everything)]] },
        ],
      },
    },
  });
}

/** The one reader, and a partner that the secret's policy lets in under the condition. */
function letIn(Condition: object, Action: string[] = READS) {
  const other = { Effect: "Allow", Principal: root(PARTNER), Action, Resource: "*", Condition };
  const key = { Effect: "Allow", Principal: root(PARTNER), Action: "kms:Decrypt", Resource: "*" };
  return oneReader({
    secretPolicy: policy(readStatement(ROLE, BILLING), other),
    keyPolicy: policy(ownerStatement, decryptStatement(ROLE, SECRET), key),
  });
}

/** What a partner that may decrypt is, whatever it may read. */
const keyOpen: KnownDeployment["refuted"] = [["key-bounded", KEY]];

/** Condition keys that requests for a secret carry, or cannot carry. */
export const carriedKeys: KnownDeployment[] = [
  {
    title: "a tag that no read has in its request keeps no pod out",
    documents: denied({ StringEquals: { "aws:RequestTag/stage": "test" } }),
  },
  {
    title: "tag keys that no read has in its request keep no pod out",
    documents: denied(
      { "ForAnyValue:StringLike": { "aws:TagKeys": "perimeter:*" } },
      "secretsmanager:*",
    ),
  },
  {
    title: "tag keys of EKS Pod Identity keep pods out where the trust denies them",
    documents: oneReader({
      trust: policy(...podTrust(BILLING).Statement, {
        Effect: "Deny",
        Principal: "*",
        Action: "sts:*",
        Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": "kubernetes-*" } },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a service to which a role is passed keeps no pod out",
    documents: denied({ StringLike: { "iam:PassedToService": "*" } }),
  },
  {
    title: "a prefix of S3 keeps no pod out",
    documents: denied({ StringLike: { "s3:prefix": "private/*" } }),
  },
  {
    title: "the delivery of an instance's role keeps no pod out",
    documents: denied({ NumericLessThan: { "ec2:RoleDelivery": "2" } }),
  },
  {
    title: "services in between keep no pod out that calls itself",
    documents: denied({ "ForAnyValue:StringLike": { "aws:CalledVia": "*" } }, "secretsmanager:*"),
  },
  {
    title: "a server of AWS that agents use keeps no pod out that calls itself",
    documents: denied({ Bool: { "aws:ViaAWSMCPService": "true" } }),
  },
  {
    title: "nor does its name",
    documents: denied({ StringLike: { "aws:CalledViaAWSMCP": "*" } }),
  },
  {
    title: "to let in agents alone keeps pods out",
    documents: denied({ BoolIfExists: { "aws:ViaAWSMCPService": "false" } }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a stage of a version keeps pods out that ask for it",
    documents: denied({ StringEquals: { "secretsmanager:VersionStage": "AWSPREVIOUS" } }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a key that no list knows may keep pods out",
    documents: denied({ StringEquals: { "example:Whatever": "x" } }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a key of S3 that no list knows may keep pods out",
    documents: denied({ StringEquals: { "s3:AddedTomorrow": "x" } }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a prefix of S3 lets nobody read",
    documents: letIn({ StringLike: { "s3:prefix": "private/*" } }),
    refuted: keyOpen,
  },
  {
    title: "a tag in the request lets nobody read",
    documents: letIn({ StringEquals: { "aws:RequestTag/stage": "test" } }),
    refuted: keyOpen,
  },
  {
    title: "a tag in the request lets in where the action passes tags",
    documents: letIn({ StringEquals: { "aws:RequestTag/stage": "test" } }, ["secretsmanager:*"]),
    refuted: [["secret-bounded", SECRET], ...keyOpen],
  },
  {
    title: "a version lets nobody describe",
    documents: letIn({ StringLike: { "secretsmanager:VersionStage": "*" } }, [READS[1] ?? ""]),
    refuted: keyOpen,
  },
  {
    title: "a key that no list knows may let in",
    documents: letIn({ StringEquals: { "example:Whatever": "x" } }),
    refuted: [["secret-bounded", SECRET], ...keyOpen, ["read-exclusive", SECRET]],
  },
  {
    title: "a key that no list knows may have several values",
    documents: letIn({
      "ForAnyValue:StringEquals": { "example:Whatever": "x" },
      "ForAnyValue:StringLike": { "example:Whatever": "y*" },
    }),
    refuted: [["secret-bounded", SECRET], ...keyOpen, ["read-exclusive", SECRET]],
  },
  {
    title: "a role's own tag, as IAM spells it, may open its trust",
    documents: oneReader({
      roleTags: { team: "billing" },
      trust: policy(...podTrust(BILLING).Statement, {
        Effect: "Allow",
        Principal: root(PARTNER),
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "iam:ResourceTag/team": "billing" } },
      }),
    }),
    refuted: [["role-unforgeable", ROLE]],
  },
];
