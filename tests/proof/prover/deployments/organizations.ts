import { allow, allowTo, deny, denyTo } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  knownOf,
  named,
  one,
  oneReader,
  policy,
  readPolicy,
  readStatement,
  root,
  tagsOf,
} from "./deployment";

const ORGANIZATION = "o-a1b2c3d4e5";
const everything = policy(allow("*"));
const everythingOfResources = policy(allowTo("*", "*"));

/** The one reader, with control policies below the root's, which allow everything. */
const controlled = knownOf(
  ({
    id = ORGANIZATION,
    management,
    rcp = [],
    scp = [],
    ...parts
  }: {
    id?: string | null;
    management?: string;
    scp?: object[];
    rcp?: object[];
  } & Parameters<typeof oneReader>[0] = {}) =>
    oneReader({
      ...parts,
      more: {
        ...parts.more,
        organization: {
          id,
          managementAccount: management ?? null,
          serviceControlPolicies: [
            { account: the.CLUSTER_ACCOUNT, levels: [[everything], [everything, ...scp]] },
            { account: the.OWNER, levels: [[everything]] },
          ],
          resourceControlPolicies: [
            {
              account: the.OWNER,
              levels: [[everythingOfResources], [everythingOfResources, ...rcp]],
            },
          ],
        },
      },
    }),
);

function regionsOnly(...regions: string[]): object {
  return policy({
    Sid: "DenyOtherRegions",
    Effect: "Deny",
    NotAction: ["iam:*", "organizations:*", "route53:*", "sts:*", "support:*"],
    Resource: "*",
    Condition: { StringNotEquals: { "aws:RequestedRegion": regions } },
  });
}

function perimeter(id: string, more: object = {}): object {
  return policy({
    Sid: "DenyOtherOrganizations",
    Effect: "Deny",
    Principal: "*",
    Action: ["secretsmanager:*", "kms:*"],
    Resource: "*",
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": id },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      ...more,
    },
  });
}
const onlyOrganization = policy(
  allowTo("*", the.READS, { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } }),
);

/** Organizations, boundaries and session policies. */
export const organizations = named({
  "a service control policy that leaves the secret's region open": controlled({
    scp: [regionsOnly("us-east-1", "eu-central-1")],
  }),
  "a service control policy that closes the secret's region": controlled("grant-available", {
    scp: [regionsOnly("eu-central-1")],
  }),
  "the same in the management account, which no such policy reaches": controlled({
    scp: [regionsOnly("eu-central-1")],
    management: the.CLUSTER_ACCOUNT,
  }),
  "a level of the hierarchy that allows nothing of KMS": one("grant-available", {
    more: {
      organization: {
        id: ORGANIZATION,
        serviceControlPolicies: [
          {
            account: the.CLUSTER_ACCOUNT,
            levels: [[everything], [policy(allow("secretsmanager:*"))]],
          },
        ],
      },
    },
  }),
  "a control policy about the caller's account of KMS, which other requests do not have":
    controlled("grant-available", {
      scp: [
        policy(deny("*", "*", { StringNotEquals: { "kms:CallerAccount": the.CLUSTER_ACCOUNT } })),
      ],
    }),
  "a perimeter of the organization around the owner's resources": controlled({
    rcp: [perimeter(ORGANIZATION)],
  }),
  "a perimeter of another organization": controlled("grant-available", {
    rcp: [perimeter("o-zzzzzzzzzz")],
  }),
  "a perimeter where no organization is given, which members may or may not pass": controlled(
    "grant-available",
    { id: null, rcp: [perimeter(ORGANIZATION)] },
  ),
  "a perimeter that excepts accounts by number": controlled({
    rcp: [
      perimeter("o-zzzzzzzzzz", {
        StringNotEquals: { "aws:PrincipalAccount": [the.CLUSTER_ACCOUNT, the.PARTNER] },
      }),
    ],
  }),
  "a perimeter by the paths of the organization": controlled({
    rcp: [
      policy(
        denyTo("*", "secretsmanager:*", {
          "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": `${ORGANIZATION}/*` },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        }),
      ),
    ],
  }),
  "a secret open to the whole organization": controlled("secret-bounded read-exclusive", {
    secretPolicy: onlyOrganization,
  }),
  "a partner of another organization among the principals, who then is nobody": controlled({
    secretPolicy: policy(
      readStatement(the.ROLE, the.BILLING),
      allowTo(root(the.PARTNER), the.READS, {
        StringEquals: { "aws:PrincipalOrgID": ORGANIZATION },
      }),
    ),
  }),
  "a partner as principal, whatever its organization": controlled("secret-bounded", {
    secretPolicy: policy(
      readStatement(the.ROLE, the.BILLING),
      allowTo(root(the.PARTNER), the.READS, {
        StringEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION },
      }),
    ),
  }),
  "a boundary that makes a wide policy narrow": one({
    policies: [policy(allow("secretsmanager:*", the.SECRET)), readPolicy(the.SECRET)],
    boundary: policy(allow([...the.READS, "kms:Decrypt"])),
  }),
  "a boundary that lets the value be written": one("role-contained", {
    policies: [policy(allow("secretsmanager:*", the.SECRET)), readPolicy(the.SECRET)],
    boundary: policy({
      Effect: "Allow",
      NotAction: ["iam:*", "secretsmanager:Delete*"],
      Resource: "*",
    }),
  }),
  "a boundary that forgets the key": one("grant-available", { boundary: policy(allow(the.READS)) }),
  "a boundary that denies sessions without a tag which they all have": one({
    boundary: policy(
      allow("*"),
      deny("*", "*", { Null: { "aws:PrincipalTag/kubernetes-pod-name": "true" } }),
    ),
  }),
  "a role that may do everything, in accounts that are not the owner's": one("role-contained", {
    policiesAlso: [
      policy(
        allow("secretsmanager:*", "*", { StringNotEquals: { "aws:ResourceAccount": the.OWNER } }),
      ),
    ],
  }),
  "a role that may read the policies of AWS itself": one("role-contained", {
    policiesAlso: [policy(allow("iam:GetPolicy", "arn:aws:iam::aws:policy/*"))],
  }),
  "a role whose buckets are of its own account": one("role-contained", {
    policiesAlso: [
      policy(
        allow("s3:GetObject", "arn:aws:s3:::assets/*", {
          StringEquals: { "aws:ResourceAccount": the.CLUSTER_ACCOUNT },
        }),
      ),
    ],
  }),
  "another account's secrets by tag in a role's policy": one("role-contained", {
    policiesAlso: [
      policy(
        allow(the.READS, "*", {
          StringEquals: {
            "aws:ResourceTag/team": variable("aws:PrincipalTag/kubernetes-namespace"),
            ...tagsOf("aws:PrincipalTag", the.BILLING),
          },
        }),
      ),
    ],
  }),
});
