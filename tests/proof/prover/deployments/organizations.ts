import { variable } from "../../support";
import {
  BILLING,
  CLUSTER_ACCOUNT,
  type KnownDeployment,
  OWNER,
  oneReader,
  PARTNER,
  policy,
  READS,
  ROLE,
  readPolicy,
  readStatement,
  root,
  SECRET,
  tagsOf,
} from "./deployment";

const ORGANIZATION = "o-a1b2c3d4e5";
const everything = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const everythingOfResources = policy({
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
});

/** The one reader, with control policies below the root's that allow everything. */
function controlled({
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
} & Parameters<typeof oneReader>[0] = {}) {
  return oneReader({
    ...parts,
    more: {
      ...parts.more,
      organization: {
        id,
        managementAccount: management ?? null,
        serviceControlPolicies: [
          { account: CLUSTER_ACCOUNT, levels: [[everything], [everything, ...scp]] },
          { account: OWNER, levels: [[everything]] },
        ],
        resourceControlPolicies: [
          { account: OWNER, levels: [[everythingOfResources], [everythingOfResources, ...rcp]] },
        ],
      },
    },
  });
}

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

const unavailable: KnownDeployment["refuted"] = [["grant-available", SECRET]];
const onlyOrganization = policy({
  Effect: "Allow",
  Principal: "*",
  Action: READS,
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
});

/** Organizations, boundaries and session policies. */
export const organizations: KnownDeployment[] = [
  {
    title: "a service control policy that leaves the secret's region open",
    documents: controlled({ scp: [regionsOnly("us-east-1", "eu-central-1")] }),
  },
  {
    title: "a service control policy that closes the secret's region",
    documents: controlled({ scp: [regionsOnly("eu-central-1")] }),
    refuted: unavailable,
  },
  {
    title: "the same in the management account, which no such policy reaches",
    documents: controlled({
      scp: [regionsOnly("eu-central-1")],
      management: CLUSTER_ACCOUNT,
    }),
  },
  {
    title: "a level of the hierarchy that allows nothing of KMS",
    documents: oneReader({
      more: {
        organization: {
          id: ORGANIZATION,
          serviceControlPolicies: [
            {
              account: CLUSTER_ACCOUNT,
              levels: [
                [everything],
                [policy({ Effect: "Allow", Action: "secretsmanager:*", Resource: "*" })],
              ],
            },
          ],
        },
      },
    }),
    refuted: unavailable,
  },
  {
    title: "a control policy about the caller's account of KMS, which other requests do not have",
    documents: controlled({
      scp: [
        policy({
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { StringNotEquals: { "kms:CallerAccount": CLUSTER_ACCOUNT } },
        }),
      ],
    }),
    refuted: unavailable,
  },
  {
    title: "a perimeter of the organization around the owner's resources",
    documents: controlled({ rcp: [perimeter(ORGANIZATION)] }),
  },
  {
    title: "a perimeter of another organization",
    documents: controlled({ rcp: [perimeter("o-zzzzzzzzzz")] }),
    refuted: unavailable,
  },
  {
    title: "a perimeter where no organization is given, which members may or may not pass",
    documents: controlled({ id: null, rcp: [perimeter(ORGANIZATION)] }),
    refuted: unavailable,
  },
  {
    title: "a perimeter that excepts accounts by number",
    documents: controlled({
      rcp: [
        perimeter("o-zzzzzzzzzz", {
          StringNotEquals: { "aws:PrincipalAccount": [CLUSTER_ACCOUNT, PARTNER] },
        }),
      ],
    }),
  },
  {
    title: "a perimeter by the paths of the organization",
    documents: controlled({
      rcp: [
        policy({
          Effect: "Deny",
          Principal: "*",
          Action: "secretsmanager:*",
          Resource: "*",
          Condition: {
            "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": `${ORGANIZATION}/*` },
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        }),
      ],
    }),
  },
  {
    title: "a secret open to the whole organization",
    documents: controlled({ secretPolicy: onlyOrganization }),
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a partner of another organization among the principals, who then is nobody",
    documents: controlled({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: root(PARTNER),
        Action: READS,
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
      }),
    }),
  },
  {
    title: "a partner as principal, whatever its organization",
    documents: controlled({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: root(PARTNER),
        Action: READS,
        Resource: "*",
        Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION } },
      }),
    }),
    refuted: [["secret-bounded", SECRET]],
  },
  {
    title: "a boundary that makes a wide policy narrow",
    documents: oneReader({
      policies: [
        policy({ Effect: "Allow", Action: "secretsmanager:*", Resource: SECRET }),
        readPolicy(SECRET),
      ],
      boundary: policy({ Effect: "Allow", Action: [...READS, "kms:Decrypt"], Resource: "*" }),
    }),
  },
  {
    title: "a boundary that lets the value be written",
    documents: oneReader({
      policies: [
        policy({ Effect: "Allow", Action: "secretsmanager:*", Resource: SECRET }),
        readPolicy(SECRET),
      ],
      boundary: policy({
        Effect: "Allow",
        NotAction: ["iam:*", "secretsmanager:Delete*"],
        Resource: "*",
      }),
    }),
    refuted: [["role-contained", ROLE]],
  },
  {
    title: "a boundary that forgets the key",
    documents: oneReader({
      boundary: policy({ Effect: "Allow", Action: READS, Resource: "*" }),
    }),
    refuted: unavailable,
  },
  {
    title: "a boundary that denies sessions without a tag which they all have",
    documents: oneReader({
      boundary: policy(
        { Effect: "Allow", Action: "*", Resource: "*" },
        {
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { Null: { "aws:PrincipalTag/kubernetes-pod-name": "true" } },
        },
      ),
    }),
  },
  {
    title: "a role that may do everything, in accounts that are not the owner's",
    documents: oneReader({
      policies: [
        readPolicy(SECRET),
        policy({
          Effect: "Allow",
          Action: "secretsmanager:*",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:ResourceAccount": OWNER } },
        }),
      ],
    }),
    refuted: [["role-contained", ROLE]],
  },
  {
    title: "a role that may read the policies of AWS itself",
    documents: oneReader({
      policies: [
        readPolicy(SECRET),
        policy({ Effect: "Allow", Action: "iam:GetPolicy", Resource: "arn:aws:iam::aws:policy/*" }),
      ],
    }),
    refuted: [["role-contained", ROLE]],
  },
  {
    title: "a role whose buckets are of its own account",
    documents: oneReader({
      policies: [
        readPolicy(SECRET),
        policy({
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::assets/*",
          Condition: { StringEquals: { "aws:ResourceAccount": CLUSTER_ACCOUNT } },
        }),
      ],
    }),
    refuted: [["role-contained", ROLE]],
  },
  {
    title: "another account's secrets by tag in a role's policy",
    documents: oneReader({
      policies: [
        readPolicy(SECRET),
        policy({
          Effect: "Allow",
          Action: READS,
          Resource: "*",
          Condition: {
            StringEquals: {
              "aws:ResourceTag/team": variable("aws:PrincipalTag/kubernetes-namespace"),
              ...tagsOf("aws:PrincipalTag", BILLING),
            },
          },
        }),
      ],
    }),
    refuted: [["role-contained", ROLE]],
  },
];
