import { variable } from "../../support";
import {
  BILLING,
  CLUSTER,
  CLUSTER_ACCOUNT,
  KEY,
  type KnownDeployment,
  OWNER,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  REPORTS,
  ROLE,
  readPolicy,
  root,
  SECRET,
  TARGET_ROLE,
  tagsOf,
} from "./deployment";
import { assume } from "./let-in";

const pods = { Service: "pods.eks.amazonaws.com" };
const EXTERNAL_ID = `us-east-1/${CLUSTER_ACCOUNT}/prod/billing/api`;
const mayAssume = (Resource: string) => policy({ Effect: "Allow", Action: assume, Resource });

function byRole(more: object = {}): object {
  return policy({
    Effect: "Allow",
    Principal: root(CLUSTER_ACCOUNT),
    Action: assume,
    Condition: {
      ArnEquals: { "aws:PrincipalArn": ROLE },
      StringEquals: tagsOf("aws:RequestTag", BILLING),
      ...more,
    },
  });
}

/** The reader reads as a role of the owner's account. */
function throughTarget({
  association = {},
  roleTags = {},
  roleTrust = podTrust(BILLING),
  rolePolicy = mayAssume(TARGET_ROLE),
  targetTrust = byRole(),
  secretPolicy = null,
}: {
  roleTrust?: object;
  roleTags?: Record<string, string>;
  rolePolicy?: object;
  targetTrust?: object;
  secretPolicy?: object | null;
  association?: object;
} = {}) {
  return oneReader({
    keyPolicy: policy(ownerStatement),
    secretPolicy,
    more: {
      roles: [
        { arn: ROLE, trust: roleTrust, policies: [rolePolicy], tags: roleTags },
        { arn: TARGET_ROLE, trust: targetTrust, policies: [readPolicy(SECRET)] },
      ],
      associations: [{ ...BILLING, roleArn: ROLE, targetRoleArn: TARGET_ROLE, ...association }],
    },
  });
}

const forged = (trust: object): Omit<KnownDeployment, "title"> => ({
  documents: oneReader({ trust }),
  refuted: [["role-unforgeable", ROLE]],
});

/** Who becomes a role, and with which tags. */
export const sessions: KnownDeployment[] = [
  {
    title: "the cluster as source of the request in place of its tag",
    documents: oneReader({
      trust: policy({
        Effect: "Allow",
        Principal: pods,
        Action: assume,
        Condition: {
          ArnEquals: { "aws:SourceArn": CLUSTER },
          StringEquals: {
            "aws:RequestTag/kubernetes-namespace": "billing",
            "aws:RequestTag/kubernetes-service-account": "api",
          },
        },
      }),
    }),
  },
  {
    title: "the account as source of the request in place of the cluster's tag",
    ...forged(
      policy({
        Effect: "Allow",
        Principal: pods,
        Action: assume,
        Condition: {
          StringEquals: {
            "aws:SourceAccount": CLUSTER_ACCOUNT,
            "aws:RequestTag/kubernetes-namespace": "billing",
            "aws:RequestTag/kubernetes-service-account": "api",
          },
        },
      }),
    ),
  },
  {
    title: "an association as source of the request, which Pod Identity never says",
    documents: oneReader({
      trust: podTrust(BILLING, {
        ArnLike: {
          "aws:SourceArn": `arn:aws:eks:us-east-1:${CLUSTER_ACCOUNT}:podidentityassociation/prod/*`,
        },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "the organization as source of the request, where none is given",
    documents: oneReader({
      trust: podTrust(BILLING, {
        StringEquals: {
          ...tagsOf("aws:RequestTag", BILLING),
          "aws:SourceOrgID": variable("aws:ResourceOrgID"),
        },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "the organization as source of the request",
    documents: oneReader({
      trust: podTrust(BILLING, {
        StringEquals: {
          ...tagsOf("aws:RequestTag", BILLING),
          "aws:SourceOrgID": variable("aws:ResourceOrgID"),
        },
      }),
      more: { organization: { id: "o-a1b2c3d4e5" } },
    }),
  },
  {
    title: "a trust without a condition, made up for by the secret's policy",
    ...forged(policy({ Effect: "Allow", Principal: pods, Action: assume })),
  },
  {
    title: "a trust that may not tag",
    documents: oneReader({
      trust: policy({
        Effect: "Allow",
        Principal: pods,
        Action: "sts:AssumeRole",
        Condition: { StringEquals: tagsOf("aws:RequestTag", BILLING) },
      }),
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "tags demanded of those sessions only that have them",
    ...forged(
      podTrust(BILLING, {
        StringEquals: {},
        StringEqualsIfExists: tagsOf("aws:RequestTag", BILLING),
      }),
    ),
  },
  ...Object.keys(tagsOf("aws:RequestTag", BILLING)).flatMap((key) =>
    ["StringEqualsIfExists", "ForAllValues:StringEquals"].map((operator) => {
      const { [key]: value, ...others } = tagsOf("aws:RequestTag", BILLING);
      return {
        title: `${key} by ${operator}, beside the other tags`,
        ...forged(podTrust(BILLING, { StringEquals: others, [operator]: { [key]: value } })),
      };
    }),
  ),
  {
    title: "two service accounts, one role",
    documents: oneReader({
      trust: policy(
        ...[BILLING, REPORTS].map((reader) => ({
          Effect: "Allow",
          Principal: pods,
          Action: assume,
          Condition: { StringEquals: tagsOf("aws:RequestTag", reader) },
        })),
      ),
      more: {
        associations: [
          { ...BILLING, roleArn: ROLE },
          { ...REPORTS, roleArn: ROLE },
        ],
      },
    }),
  },
  {
    title: "the account's administrators in the trust, with tags of their own",
    documents: oneReader({
      trust: policy(...(podTrust(BILLING) as { Statement: object[] }).Statement, {
        Effect: "Allow",
        Principal: root(CLUSTER_ACCOUNT),
        Action: assume,
      }),
    }),
    refuted: [
      ["role-unforgeable", ROLE],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "service accounts by OpenID Connect beside Pod Identity, and nothing asked of tags",
    documents: oneReader({
      secretPolicy: policy({
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: "*",
      }),
      trust: policy(...(podTrust(BILLING) as { Statement: object[] }).Statement, {
        Effect: "Allow",
        Principal: {
          Federated: `arn:aws:iam::${CLUSTER_ACCOUNT}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABCD`,
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.eks.us-east-1.amazonaws.com/id/ABCD:sub": "system:serviceaccount:billing:api",
          },
        },
      }),
    }),
    refuted: [
      ["secret-bounded", SECRET],
      ["role-unforgeable", ROLE],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "the role of a virtual machine, tagged like the reader",
    documents: oneReader({
      roleTags: {
        "eks-cluster-arn": CLUSTER,
        "kubernetes-namespace": "billing",
        "kubernetes-service-account": "api",
      },
      trust: policy(...(podTrust(BILLING) as { Statement: object[] }).Statement, {
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    }),
    refuted: [
      ["role-unforgeable", ROLE],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a service of another partition's name in the trust",
    ...forged(
      policy(...(podTrust(BILLING) as { Statement: object[] }).Statement, {
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com.cn" },
        Action: "sts:AssumeRole",
      }),
    ),
  },
  ...["sts:RequestContextProviders", "saml:edupersonaffiliation", "saml:cn", "example.com:amr"].map(
    (key) => ({
      title: `${key}, of which a request may have two values at once`,
      ...forged(
        policy(...(podTrust(BILLING) as { Statement: object[] }).Statement, {
          Effect: "Allow",
          Principal: root(CLUSTER_ACCOUNT),
          Action: "sts:AssumeRole",
          Condition: {
            "ForAnyValue:StringEquals": { [key]: "one" },
            "ForAnyValue:StringLike": { [key]: "another" },
          },
        }),
      ),
    }),
  ),
  { title: "a target role", documents: throughTarget() },
  {
    title: "a target role, with the reader's role as principal",
    documents: throughTarget({
      targetTrust: policy({
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: assume,
        Condition: { StringEquals: tagsOf("aws:RequestTag", BILLING) },
      }),
    }),
  },
  {
    title: "a target role for every role of the reader's account",
    documents: throughTarget({
      targetTrust: policy({
        Effect: "Allow",
        Principal: root(CLUSTER_ACCOUNT),
        Action: assume,
        Condition: { StringEquals: tagsOf("aws:RequestTag", BILLING) },
      }),
    }),
    refuted: [
      ["role-unforgeable", TARGET_ROLE],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a target role that asks for no tags, which the reader's role makes up for",
    documents: throughTarget({
      targetTrust: policy({ Effect: "Allow", Principal: { AWS: ROLE }, Action: assume }),
    }),
    refuted: [["role-unforgeable", TARGET_ROLE]],
  },
  {
    title: "a reader's role that may become any role",
    documents: throughTarget({ rolePolicy: mayAssume("*") }),
    refuted: [["role-contained", ROLE]],
  },
  {
    title: "a reader's role that may not become the target role",
    documents: throughTarget({ rolePolicy: mayAssume(`${TARGET_ROLE}-2`) }),
    refuted: [
      ["role-contained", ROLE],
      ["grant-available", SECRET],
    ],
  },
  {
    title: "a secret that lets the reader's role in beside its target role",
    documents: throughTarget({
      secretPolicy: policy({
        Effect: "Allow",
        Principal: root(CLUSTER_ACCOUNT),
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": ROLE },
          StringEquals: tagsOf("aws:PrincipalTag", BILLING),
        },
      }),
    }),
    refuted: [["secret-bounded", SECRET]],
  },
  {
    title: "a target role by its external id, without tags, and a role that any pod may have",
    documents: throughTarget({
      association: { disableSessionTags: true },
      roleTrust: policy({
        Effect: "Allow",
        Principal: pods,
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:SourceArn": CLUSTER } },
      }),
      rolePolicy: policy({ Effect: "Allow", Action: assume, Resource: TARGET_ROLE }),
      targetTrust: policy({
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID } },
      }),
    }),
    // Nothing in a request without tags tells one service account from another.
    refuted: [
      ["role-unforgeable", ROLE],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "another service account's external id",
    documents: throughTarget({
      association: { disableSessionTags: true },
      roleTrust: policy({ Effect: "Allow", Principal: pods, Action: "sts:AssumeRole" }),
      targetTrust: policy({
        Effect: "Allow",
        Principal: { AWS: ROLE },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID.replace("api", "job") } },
      }),
    }),
    refuted: [
      ["role-unforgeable", ROLE],
      ["role-unforgeable", TARGET_ROLE],
      ["grant-available", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a trust that pins tags, which an association without tags cannot meet",
    documents: oneReader({
      more: { associations: [{ ...BILLING, roleArn: ROLE, disableSessionTags: true }] },
    }),
    refuted: [["grant-available", SECRET]],
  },
  {
    title: "a reader without an association, whose role then is nobody's",
    documents: oneReader({ more: { associations: [] } }),
    refuted: [
      ["secret-bounded", SECRET],
      ["key-bounded", KEY],
      ["grant-available", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "an owner's role reached by the reader's account with the reader's tags",
    documents: throughTarget({
      targetTrust: policy(...(byRole() as { Statement: object[] }).Statement, {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${OWNER}:role/deployer` },
        Action: assume,
      }),
    }),
    refuted: [
      ["role-unforgeable", TARGET_ROLE],
      ["read-exclusive", SECRET],
    ],
  },
];
