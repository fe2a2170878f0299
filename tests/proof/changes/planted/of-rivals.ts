import {
  A,
  ADMINS,
  ATTACKER,
  allow,
  type Difference,
  deny,
  get,
  group,
  KEY,
  MANAGED,
  may,
  OPEN,
  PERSON,
  type Planted,
  policy,
  readsAll,
  role,
  SEALED,
  trusts,
  withDocuments,
  withMore,
  withRole,
  withSecret,
  withUser,
} from "../world";

export const HOP = role(A, "hop");
const OPENING = `arn:aws:iam::${A}:policy/opening`;
export const CLOSING = `arn:aws:iam::${A}:policy/closing`;
const EITHER = { ArnLike: { "iam:PolicyARN": `arn:aws:iam::${A}:policy/*` } };
const closes = policy(deny("secretsmanager:*"));
export const TAG = "secretsmanager:TagResource";

/** Managed policies, one that allows and one that denies. */
export const policies = (opening: object = readsAll, closing: object = closes): Difference =>
  withMore({
    managedPolicies: [
      { arn: OPENING, document: opening, versions: [], attachedTo: [] },
      { arn: CLOSING, document: closing, versions: [], attachedTo: [] },
    ],
  });

/** Sets one tag alone, where the tags of this ARN or its caller are so. */
export const tagsTo = (
  action: string,
  key: string,
  to: string,
  where: Record<string, string> = {},
) =>
  allow(action, "*", {
    StringEquals: { [`aws:RequestTag/${key}`]: to, ...where },
    "ForAllValues:StringEquals": { "aws:TagKeys": key },
  });
export const readsWith = (tags: Record<string, string>) =>
  allow("secretsmanager:GetSecretValue", "*", { StringEquals: tags });
export const team = (value: string) => ({ "aws:ResourceTag/team": value });
/** A role that trusts the attacker. */
export const withHop =
  (more: object): Difference =>
  (world) => {
    const made = { arn: HOP, trust: trusts({ AWS: ATTACKER }), ...more };
    return withDocuments({ roles: [...(world.documents.roles ?? []), made] })(world);
  };
export const granting = (condition: Parameters<typeof allow>[2]) => [
  may(get, allow("kms:CreateGrant", KEY, condition), allow("sts:AssumeRole", HOP)),
  withSecret(SEALED, { policy: null }),
];

/** Ways through changes of which one takes away what another gives, and through several of a kind. */
export const waysOfRivals: Planted[] = [
  {
    title: "a secret that it tags twice",
    differences: [
      withSecret(OPEN, { tags: { team: "green" } }),
      may(
        tagsTo(TAG, "team", "blue", team("green")),
        tagsTo(TAG, "team", "red", team("blue")),
        readsWith(team("red")),
      ),
    ],
    secret: OPEN,
    steps: ["tag-resource", "tag-resource"],
  },
  {
    title: "two tags of which each call takes one",
    differences: [
      withSecret(OPEN, { tags: {} }),
      may(
        ...["a", "b"].map((key) =>
          allow(TAG, "*", { "ForAllValues:StringEquals": { "aws:TagKeys": key } }),
        ),
        readsWith({ "aws:ResourceTag/a": "1", "aws:ResourceTag/b": "2" }),
      ),
    ],
    secret: OPEN,
    steps: ["tag-resource", "tag-resource"],
  },
  {
    title: "a tag of its own, which lets it set another",
    differences: [
      withRole(ATTACKER, { tags: {} }),
      may(
        tagsTo("iam:TagRole", "stage", "1"),
        tagsTo("iam:TagRole", "team", "red", { "aws:PrincipalTag/stage": "1" }),
        readsWith({ "aws:PrincipalTag/team": "red" }),
      ),
    ],
    secret: OPEN,
    steps: ["tag-identity", "tag-identity"],
  },
  {
    title: "a tag of its own, which lets it tag the secret",
    differences: [
      withRole(ATTACKER, { tags: {} }),
      withSecret(OPEN, { tags: {} }),
      may(
        tagsTo("iam:TagRole", "stage", "1"),
        tagsTo(TAG, "team", "red", { "aws:PrincipalTag/stage": "1" }),
        readsWith(team("red")),
      ),
    ],
    secret: OPEN,
    steps: ["tag-identity", "tag-resource"],
  },
  {
    title: "a tag, where another value lets it do what leads nowhere",
    differences: [
      withSecret(OPEN, { tags: {} }),
      may(
        allow(TAG),
        readsWith(team("red")),
        allow(["secretsmanager:DeleteResourcePolicy", "secretsmanager:UpdateSecret"], "*", {
          StringEquals: team("blue"),
        }),
      ),
    ],
    secret: OPEN,
    steps: ["tag-resource"],
  },
  {
    title: "a policy that it attaches, beside one that denies",
    differences: [may(allow("iam:AttachRolePolicy", ATTACKER, EITHER)), policies()],
    secret: OPEN,
    steps: ["attach-policy"],
  },
  {
    title: "one of two earlier versions, of which the other denies",
    differences: [
      may(allow("iam:SetDefaultPolicyVersion", MANAGED)),
      withMore({
        managedPolicies: [
          {
            ...{ arn: MANAGED, versions: [readsAll, closes], attachedTo: [ATTACKER] },
            document: policy(allow("iam:SetDefaultPolicyVersion", MANAGED)),
          },
        ],
      }),
    ],
    secret: OPEN,
    steps: ["write-policy-version"],
  },
  {
    title: "one of two boundaries, of which the other is narrow",
    differences: [
      withRole(ATTACKER, {
        permissionsBoundary: policy(allow("iam:*")),
        policies: [
          policy(
            get,
            allow("iam:PutRolePermissionsBoundary", ATTACKER, {
              ArnLike: { "iam:PermissionsBoundary": `arn:aws:iam::${A}:policy/*` },
            }),
          ),
        ],
      }),
      policies(policy(get), policy(allow(["s3:*", "iam:*"]))),
    ],
    secret: OPEN,
    steps: ["lift-boundary"],
  },
  {
    title: "a role that it creates with one of two boundaries",
    differences: [
      may(
        allow("iam:CreateRole", "*", {
          ArnEquals: { "iam:PermissionsBoundary": [CLOSING, OPENING] },
        }),
        allow("iam:PutRolePolicy", role(A, "attacker-made")),
      ),
      policies(policy(allow("*")), policy(allow("s3:*"))),
    ],
    secret: OPEN,
    steps: ["create-identity", "put-inline-policy"],
  },
  {
    title: "one of two groups that each deny something",
    differences: [
      may(allow("iam:CreateAccessKey")),
      withUser(PERSON, { policies: [policy(allow("iam:AddUserToGroup"))] }),
      withDocuments({
        groups: [
          { arn: group(A, "locked"), policies: [closes] },
          { arn: ADMINS, policies: [policy(get, deny("s3:*"))] },
        ],
      }),
    ],
    secret: OPEN,
    steps: ["take-user", "join-group"],
  },
  {
    title: "a grant that must also let encrypt",
    differences: granting({ "ForAnyValue:StringEquals": { "kms:GrantOperations": "Encrypt" } }),
    secret: SEALED,
    steps: ["create-grant"],
  },
  {
    title: "a grant for a role that it becomes",
    differences: [
      ...granting({ StringEquals: { "kms:GranteePrincipal": HOP } }),
      withHop({ policies: [policy(get)] }),
    ],
    secret: SEALED,
    steps: ["assume-role", "create-grant"],
  },
  {
    title: "a role that it becomes before the policy that denies that",
    differences: [
      withHop({ trust: trusts({ AWS: `arn:aws:iam::${A}:root` }), policies: [] }),
      may(allow("iam:AttachRolePolicy", ATTACKER, EITHER)),
      policies(
        policy(allow("iam:PutRolePolicy", HOP), deny("sts:*")),
        policy(allow("sts:AssumeRole", HOP), deny("s3:*")),
      ),
    ],
    secret: OPEN,
    steps: ["attach-policy", "assume-role", "attach-policy", "put-inline-policy"],
  },
  {
    title: "two tags that it sets together, and then one of them to another value",
    differences: [
      withSecret(OPEN, { tags: {} }),
      may(
        readsWith({ ...team("red"), "aws:ResourceTag/stage": "1" }),
        tagsTo(TAG, "team", "red"),
        allow(TAG, "*", {
          StringEquals: { "aws:RequestTag/team": "blue", "aws:RequestTag/stage": "1" },
        }),
        allow("secretsmanager:UpdateSecret", "*", {
          StringEquals: { ...team("blue"), "aws:ResourceTag/stage": "1" },
        }),
      ),
    ],
    secret: OPEN,
    steps: ["tag-resource", "tag-resource"],
  },
];
