import { allow, allowTo, trusts } from "../../statements";
import { variable } from "../../support";
import {
  BILLING,
  CLUSTER,
  CLUSTER_ACCOUNT,
  each,
  type KnownDeployment,
  known,
  named,
  OWNER,
  one,
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
const mayAssume = (Resource: string) => policy(allow(assume, Resource));

function byRole(more: object = {}): object {
  return policy(
    trusts(root(CLUSTER_ACCOUNT), assume, {
      ArnEquals: { "aws:PrincipalArn": ROLE },
      StringEquals: tagsOf("aws:RequestTag", BILLING),
      ...more,
    }),
  );
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

/** Who becomes a role, and with which tags. */
export const sessions: KnownDeployment[] = named({
  "the cluster as source of the request in place of its tag": one({
    trust: policy(
      trusts(pods, assume, {
        ArnEquals: { "aws:SourceArn": CLUSTER },
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
          "aws:SourceAccount": CLUSTER_ACCOUNT,
          "aws:RequestTag/kubernetes-namespace": "billing",
          "aws:RequestTag/kubernetes-service-account": "api",
        },
      }),
    ),
  }),
  "an association as source of the request, which Pod Identity never says": one("grant-available", {
    trust: podTrust(BILLING, {
      ArnLike: {
        "aws:SourceArn": `arn:aws:eks:us-east-1:${CLUSTER_ACCOUNT}:podidentityassociation/prod/*`,
      },
    }),
  }),
  "the organization as source of the request, where none is given": one("grant-available", {
    trust: podTrust(BILLING, {
      StringEquals: {
        ...tagsOf("aws:RequestTag", BILLING),
        "aws:SourceOrgID": variable("aws:ResourceOrgID"),
      },
    }),
  }),
  "the organization as source of the request": one({
    trust: podTrust(BILLING, {
      StringEquals: {
        ...tagsOf("aws:RequestTag", BILLING),
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
      trusts(pods, "sts:AssumeRole", { StringEquals: tagsOf("aws:RequestTag", BILLING) }),
    ),
  }),
  "tags demanded of those sessions only that have them": one("role-unforgeable", {
    trust: podTrust(BILLING, {
      StringEquals: {},
      StringEqualsIfExists: tagsOf("aws:RequestTag", BILLING),
    }),
  }),
  ...each(
    Object.keys(tagsOf("aws:RequestTag", BILLING)).flatMap(
      (key) =>
        [
          [key, "StringEqualsIfExists"],
          [key, "ForAllValues:StringEquals"],
        ] as const,
    ),
    ([key, operator]) => {
      const { [key]: value, ...others } = tagsOf("aws:RequestTag", BILLING);
      return [
        `${key} by ${operator}, beside the other tags`,
        one("role-unforgeable", {
          trust: podTrust(BILLING, { StringEquals: others, [operator]: { [key]: value } }),
        }),
      ];
    },
  ),
  "two service accounts, one role": one({
    trust: policy(
      ...[BILLING, REPORTS].map((reader) =>
        trusts(pods, assume, { StringEquals: tagsOf("aws:RequestTag", reader) }),
      ),
    ),
    more: {
      associations: [
        { ...BILLING, roleArn: ROLE },
        { ...REPORTS, roleArn: ROLE },
      ],
    },
  }),
  "the account's administrators in the trust, with tags of their own": one(
    "role-unforgeable read-exclusive",
    { trustAlso: [trusts(root(CLUSTER_ACCOUNT), assume)] },
  ),
  "service accounts by OpenID Connect beside Pod Identity, and nothing asked of tags": one(
    "secret-bounded role-unforgeable read-exclusive",
    {
      secretPolicy: policy(
        allowTo({ AWS: ROLE }, ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]),
      ),
      trustAlso: [
        trusts(
          {
            Federated: `arn:aws:iam::${CLUSTER_ACCOUNT}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABCD`,
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
      "eks-cluster-arn": CLUSTER,
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
          trusts(root(CLUSTER_ACCOUNT), "sts:AssumeRole", {
            "ForAnyValue:StringEquals": { [key]: "one" },
            "ForAnyValue:StringLike": { [key]: "another" },
          }),
        ],
      }),
    ],
  ),
  "a target role": known(throughTarget()),
  "a target role, with the reader's role as principal": known(
    throughTarget({
      targetTrust: policy(
        trusts({ AWS: ROLE }, assume, { StringEquals: tagsOf("aws:RequestTag", BILLING) }),
      ),
    }),
  ),
  "a target role for every role of the reader's account": known(
    `role-unforgeable:${TARGET_ROLE} read-exclusive`,
    throughTarget({
      targetTrust: policy(
        trusts(root(CLUSTER_ACCOUNT), assume, { StringEquals: tagsOf("aws:RequestTag", BILLING) }),
      ),
    }),
  ),
  "a target role that asks for no tags, which the reader's role makes up for": known(
    `role-unforgeable:${TARGET_ROLE}`,
    throughTarget({ targetTrust: policy(trusts({ AWS: ROLE }, assume)) }),
  ),
  "a reader's role that may become any role": known(
    "role-contained",
    throughTarget({ rolePolicy: mayAssume("*") }),
  ),
  "a reader's role that may not become the target role": known(
    "role-contained grant-available",
    throughTarget({ rolePolicy: mayAssume(`${TARGET_ROLE}-2`) }),
  ),
  "a secret that lets the reader's role in beside its target role": known(
    "secret-bounded",
    throughTarget({
      secretPolicy: policy(
        allowTo(root(CLUSTER_ACCOUNT), "secretsmanager:GetSecretValue", {
          ArnEquals: { "aws:PrincipalArn": ROLE },
          StringEquals: tagsOf("aws:PrincipalTag", BILLING),
        }),
      ),
    }),
  ),
  // Nothing in a request without tags tells one service account from another.
  "a target role by its external id, without tags, and a role that any pod may have": known(
    "role-unforgeable read-exclusive",
    throughTarget({
      association: { disableSessionTags: true },
      roleTrust: policy(
        trusts(pods, "sts:AssumeRole", { ArnEquals: { "aws:SourceArn": CLUSTER } }),
      ),
      rolePolicy: policy(allow(assume, TARGET_ROLE)),
      targetTrust: policy(
        trusts({ AWS: ROLE }, "sts:AssumeRole", {
          StringEquals: { "sts:ExternalId": EXTERNAL_ID },
        }),
      ),
    }),
  ),
  "another service account's external id": known(
    `role-unforgeable role-unforgeable:${TARGET_ROLE} grant-available read-exclusive`,
    throughTarget({
      association: { disableSessionTags: true },
      roleTrust: policy(trusts(pods, "sts:AssumeRole")),
      targetTrust: policy(
        trusts({ AWS: ROLE }, "sts:AssumeRole", {
          StringEquals: { "sts:ExternalId": EXTERNAL_ID.replace("api", "job") },
        }),
      ),
    }),
  ),
  "a trust that pins tags, which an association without tags cannot meet": one("grant-available", {
    more: { associations: [{ ...BILLING, roleArn: ROLE, disableSessionTags: true }] },
  }),
  "a reader without an association, whose role then is nobody's": one(
    "secret-bounded key-bounded grant-available read-exclusive",
    { more: { associations: [] } },
  ),
  "an owner's role reached by the reader's account with the reader's tags": known(
    `role-unforgeable:${TARGET_ROLE} read-exclusive`,
    throughTarget({
      targetTrust: policy(
        ...(byRole() as { Statement: object[] }).Statement,
        trusts({ AWS: `arn:aws:iam::${OWNER}:role/deployer` }, assume),
      ),
    }),
  ),
});
