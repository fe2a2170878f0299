import { allow, allowTo, trusts } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  each,
  knownOf,
  named,
  one,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  readPolicy,
  root,
  tagsOf,
} from "./deployment";
import { assume } from "./let-in";

const pods = { Service: "pods.eks.amazonaws.com" };
const EXTERNAL_ID = `us-east-1/${the.CLUSTER_ACCOUNT}/prod/billing/api`;
const mayAssume = (Resource: string) => policy(allow(assume, Resource));

function byRole(more: object = {}): object {
  return policy(
    trusts(root(the.CLUSTER_ACCOUNT), assume, {
      ArnEquals: { "aws:PrincipalArn": the.ROLE },
      StringEquals: tagsOf("aws:RequestTag", the.BILLING),
      ...more,
    }),
  );
}

/** The reader reads through a role of the owner's account. */
const throughTarget = knownOf(
  ({
    association = {},
    roleTags = {},
    roleTrust = podTrust(the.BILLING),
    rolePolicy = mayAssume(the.TARGET_ROLE),
    targetTrust = byRole(),
    secretPolicy = null,
  }: {
    roleTrust?: object;
    roleTags?: Record<string, string>;
    rolePolicy?: object;
    targetTrust?: object;
    secretPolicy?: object | null;
    association?: object;
  } = {}) =>
    oneReader({
      keyPolicy: policy(ownerStatement),
      secretPolicy,
      more: {
        roles: [
          { arn: the.ROLE, trust: roleTrust, policies: [rolePolicy], tags: roleTags },
          { arn: the.TARGET_ROLE, trust: targetTrust, policies: [readPolicy(the.SECRET)] },
        ],
        associations: [
          { ...the.BILLING, roleArn: the.ROLE, targetRoleArn: the.TARGET_ROLE, ...association },
        ],
      },
    }),
);

/** Who can assume a role, and with which tags. */
export const sessions = named({
  "the cluster as source of the request in place of its tag": one({
    trust: policy(
      trusts(pods, assume, {
        ArnEquals: { "aws:SourceArn": the.CLUSTER },
        StringEquals: {
          "aws:RequestTag/kubernetes-namespace": "billing",
          "aws:RequestTag/kubernetes-service-account": "api",
        },
      }),
    ),
  }),
  "the account as source of the request in place of the cluster's tag": one("role-unforgeable", {
    trust: policy(
      trusts(pods, assume, {
        StringEquals: {
          "aws:SourceAccount": the.CLUSTER_ACCOUNT,
          "aws:RequestTag/kubernetes-namespace": "billing",
          "aws:RequestTag/kubernetes-service-account": "api",
        },
      }),
    ),
  }),
  "an association as source of the request, which Pod Identity never says": one("grant-available", {
    trust: podTrust(the.BILLING, {
      ArnLike: {
        "aws:SourceArn": `arn:aws:eks:us-east-1:${the.CLUSTER_ACCOUNT}:podidentityassociation/prod/*`,
      },
    }),
  }),
  "the organization as source of the request, where none is given": one("grant-available", {
    trust: podTrust(the.BILLING, {
      StringEquals: {
        ...tagsOf("aws:RequestTag", the.BILLING),
        "aws:SourceOrgID": variable("aws:ResourceOrgID"),
      },
    }),
  }),
  "the organization as source of the request": one({
    trust: podTrust(the.BILLING, {
      StringEquals: {
        ...tagsOf("aws:RequestTag", the.BILLING),
        "aws:SourceOrgID": variable("aws:ResourceOrgID"),
      },
    }),
    more: { organization: { id: "o-a1b2c3d4e5" } },
  }),
  "a trust without a condition, made up for by the secret's policy": one("role-unforgeable", {
    trust: policy(trusts(pods, assume)),
  }),
  "a trust that may not tag": one("grant-available", {
    trust: policy(
      trusts(pods, "sts:AssumeRole", { StringEquals: tagsOf("aws:RequestTag", the.BILLING) }),
    ),
  }),
  "tags demanded of those sessions only that have them": one("role-unforgeable", {
    trust: podTrust(the.BILLING, {
      StringEquals: {},
      StringEqualsIfExists: tagsOf("aws:RequestTag", the.BILLING),
    }),
  }),
  ...each(
    Object.keys(tagsOf("aws:RequestTag", the.BILLING)).flatMap(
      (key) =>
        [
          [key, "StringEqualsIfExists"],
          [key, "ForAllValues:StringEquals"],
        ] as const,
    ),
    ([key, operator]) => {
      const { [key]: value, ...others } = tagsOf("aws:RequestTag", the.BILLING);
      return [
        `${key} by ${operator}, beside the other tags`,
        one("role-unforgeable", {
          trust: podTrust(the.BILLING, { StringEquals: others, [operator]: { [key]: value } }),
        }),
      ];
    },
  ),
  "two service accounts, one role": one({
    trust: policy(
      ...[the.BILLING, the.REPORTS].map((reader) =>
        trusts(pods, assume, { StringEquals: tagsOf("aws:RequestTag", reader) }),
      ),
    ),
    more: {
      associations: [
        { ...the.BILLING, roleArn: the.ROLE },
        { ...the.REPORTS, roleArn: the.ROLE },
      ],
    },
  }),
  "the account's administrators in the trust, with tags of their own": one(
    "role-unforgeable read-exclusive",
    { trustAlso: [trusts(root(the.CLUSTER_ACCOUNT), assume)] },
  ),
  "service accounts by OpenID Connect beside Pod Identity, and nothing asked of tags": one(
    "secret-bounded role-unforgeable read-exclusive",
    {
      secretPolicy: policy(
        allowTo({ AWS: the.ROLE }, [
          "secretsmanager:GetSecretValue",
          "secretsmanager:DescribeSecret",
        ]),
      ),
      trustAlso: [
        trusts(
          {
            Federated: `arn:aws:iam::${the.CLUSTER_ACCOUNT}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABCD`,
          },
          "sts:AssumeRoleWithWebIdentity",
          {
            StringEquals: {
              "oidc.eks.us-east-1.amazonaws.com/id/ABCD:sub": "system:serviceaccount:billing:api",
            },
          },
        ),
      ],
    },
  ),
  "the role of a virtual machine, tagged like the reader": one("role-unforgeable read-exclusive", {
    roleTags: {
      "eks-cluster-arn": the.CLUSTER,
      "kubernetes-namespace": "billing",
      "kubernetes-service-account": "api",
    },
    trustAlso: [trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole")],
  }),
  "a service of another partition's name in the trust": one("role-unforgeable", {
    trustAlso: [trusts({ Service: "ec2.amazonaws.com.cn" }, "sts:AssumeRole")],
  }),
  ...each(
    ["sts:RequestContextProviders", "saml:edupersonaffiliation", "saml:cn", "example.com:amr"],
    (key) => [
      `${key}, of which a request may have two values at once`,
      one("role-unforgeable", {
        trustAlso: [
          trusts(root(the.CLUSTER_ACCOUNT), "sts:AssumeRole", {
            "ForAnyValue:StringEquals": { [key]: "one" },
            "ForAnyValue:StringLike": { [key]: "another" },
          }),
        ],
      }),
    ],
  ),
  "a target role": throughTarget(),
  "a target role, with the reader's role as principal": throughTarget({
    targetTrust: policy(
      trusts({ AWS: the.ROLE }, assume, { StringEquals: tagsOf("aws:RequestTag", the.BILLING) }),
    ),
  }),
  "a target role for every role of the reader's account": throughTarget(
    `role-unforgeable:${the.TARGET_ROLE} read-exclusive`,
    {
      targetTrust: policy(
        trusts(root(the.CLUSTER_ACCOUNT), assume, {
          StringEquals: tagsOf("aws:RequestTag", the.BILLING),
        }),
      ),
    },
  ),
  "a target role that asks for no tags, which the reader's role makes up for": throughTarget(
    `role-unforgeable:${the.TARGET_ROLE}`,
    { targetTrust: policy(trusts({ AWS: the.ROLE }, assume)) },
  ),
  "a reader's role that may become any role": throughTarget("role-contained", {
    rolePolicy: mayAssume("*"),
  }),
  "a reader's role that may not become the target role": throughTarget(
    "role-contained grant-available",
    { rolePolicy: mayAssume(`${the.TARGET_ROLE}-2`) },
  ),
  "a secret that lets the reader's role in beside its target role": throughTarget(
    "secret-bounded",
    {
      secretPolicy: policy(
        allowTo(root(the.CLUSTER_ACCOUNT), "secretsmanager:GetSecretValue", {
          ArnEquals: { "aws:PrincipalArn": the.ROLE },
          StringEquals: tagsOf("aws:PrincipalTag", the.BILLING),
        }),
      ),
    },
  ),
  // In a request without tags, nothing distinguishes two service accounts.
  "a target role by its external id, without tags, and a role that any pod may have": throughTarget(
    "role-unforgeable read-exclusive",
    {
      association: { disableSessionTags: true },
      roleTrust: policy(
        trusts(pods, "sts:AssumeRole", { ArnEquals: { "aws:SourceArn": the.CLUSTER } }),
      ),
      rolePolicy: policy(allow(assume, the.TARGET_ROLE)),
      targetTrust: policy(
        trusts({ AWS: the.ROLE }, "sts:AssumeRole", {
          StringEquals: { "sts:ExternalId": EXTERNAL_ID },
        }),
      ),
    },
  ),
  "another service account's external id": throughTarget(
    `role-unforgeable role-unforgeable:${the.TARGET_ROLE} grant-available read-exclusive`,
    {
      association: { disableSessionTags: true },
      roleTrust: policy(trusts(pods, "sts:AssumeRole")),
      targetTrust: policy(
        trusts({ AWS: the.ROLE }, "sts:AssumeRole", {
          StringEquals: { "sts:ExternalId": EXTERNAL_ID.replace("api", "job") },
        }),
      ),
    },
  ),
  "a trust that pins tags, which an association without tags cannot meet": one("grant-available", {
    more: { associations: [{ ...the.BILLING, roleArn: the.ROLE, disableSessionTags: true }] },
  }),
  "a reader without an association, whose role then is nobody's": one(
    "secret-bounded key-bounded grant-available read-exclusive",
    { more: { associations: [] } },
  ),
  "an owner's role reached by the reader's account with the reader's tags": throughTarget(
    `role-unforgeable:${the.TARGET_ROLE} read-exclusive`,
    {
      targetTrust: policy(
        ...(byRole() as { Statement: object[] }).Statement,
        trusts({ AWS: `arn:aws:iam::${the.OWNER}:role/deployer` }, assume),
      ),
    },
  ),
});
