import {
  A,
  ADMINS,
  ATTACKER,
  allow,
  BUILDER,
  deny,
  get,
  MANAGED,
  may,
  type NearMiss,
  OPEN,
  PERSON,
  policy,
  readsAll,
  role,
  user,
  withMore,
  withRole,
  withSecret,
} from "../world";

const TEAM = role(A, "team-x");

/** Changes of roles, users, groups and their policies that almost lead to a read. */
export const missesOfIdentities: NearMiss[] = [
  {
    title: "by a trust policy of a role that reads nothing",
    differences: [may(allow("iam:UpdateAssumeRolePolicy", BUILDER))],
    secret: OPEN,
    near: "write-trust",
    tries: [
      ["iam:UpdateAssumeRolePolicy", BUILDER],
      ["sts:AssumeRole", BUILDER],
    ],
  },
  {
    title: "by a Deny at the third step",
    differences: [
      may(allow("iam:UpdateAssumeRolePolicy", BUILDER)),
      withRole(BUILDER, {
        policies: [policy(allow("iam:PutRolePolicy", BUILDER))],
        permissionsBoundary: policy(
          allow("iam:PutRolePolicy", BUILDER),
          allow("secretsmanager:*"),
          deny("secretsmanager:*"),
        ),
      }),
    ],
    secret: OPEN,
    near: "write-trust",
    tries: [
      ["iam:UpdateAssumeRolePolicy", BUILDER],
      ["sts:AssumeRole", BUILDER],
      ["iam:PutRolePolicy", BUILDER],
    ],
  },
  {
    title: "by a policy of somebody whom it is not",
    differences: [may(allow("iam:PutRolePolicy", BUILDER))],
    secret: OPEN,
    near: "put-inline-policy",
    tries: [
      ["iam:PutRolePolicy", BUILDER],
      ["sts:AssumeRole", BUILDER],
    ],
  },
  {
    title: "by a policy that opens nothing",
    differences: [
      may(
        allow("iam:AttachRolePolicy", ATTACKER, {
          ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        }),
      ),
    ],
    secret: OPEN,
    near: "attach-policy",
    tries: [
      [
        "iam:AttachRolePolicy",
        ATTACKER,
        { "iam:PolicyARN": "arn:aws:iam::aws:policy/SecretsManagerReadWrite" },
      ],
      [
        "iam:AttachRolePolicy",
        ATTACKER,
        { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      ],
    ],
  },
  {
    title: "by a policy that it may not create",
    differences: [
      may(
        allow("iam:AttachRolePolicy", ATTACKER, {
          ArnLike: { "iam:PolicyARN": `arn:aws:iam::${A}:policy/team/*` },
        }),
      ),
    ],
    secret: OPEN,
    near: "attach-policy",
    tries: [
      ["iam:CreatePolicy", `arn:aws:iam::${A}:policy/team/x`],
      ["iam:AttachRolePolicy", ATTACKER, { "iam:PolicyARN": `arn:aws:iam::${A}:policy/team/x` }],
    ],
  },
  {
    title: "by a version of a policy that it has not",
    differences: [
      may(allow("iam:CreatePolicyVersion", MANAGED)),
      withMore({ managedPolicies: [{ arn: MANAGED, document: readsAll, attachedTo: [BUILDER] }] }),
    ],
    secret: OPEN,
    near: "write-policy-version",
    tries: [["iam:CreatePolicyVersion", MANAGED]],
  },
  {
    title: "by an earlier version that gives nothing",
    differences: [
      may(allow("iam:SetDefaultPolicyVersion", MANAGED)),
      withMore({
        managedPolicies: [
          {
            arn: MANAGED,
            document: policy(allow("s3:*")),
            versions: [policy(allow("ec2:*"))],
            attachedTo: [ATTACKER],
          },
        ],
      }),
    ],
    secret: OPEN,
    near: "write-policy-version",
    tries: [["iam:SetDefaultPolicyVersion", MANAGED]],
  },
  {
    title: "by a boundary of one name alone",
    differences: [
      withRole(ATTACKER, {
        policies: [
          policy(
            get,
            allow("iam:PutRolePermissionsBoundary", ATTACKER, {
              StringEquals: { "iam:PermissionsBoundary": MANAGED },
            }),
          ),
        ],
        permissionsBoundary: policy(allow("iam:*")),
      }),
      withMore({
        managedPolicies: [{ arn: MANAGED, document: policy(allow("s3:*")), attachedTo: [] }],
      }),
    ],
    secret: OPEN,
    near: "lift-boundary",
    tries: [
      ["iam:DeleteRolePermissionsBoundary", ATTACKER],
      ["iam:PutRolePermissionsBoundary", ATTACKER, { "iam:PermissionsBoundary": MANAGED }],
    ],
  },
  {
    title: "by a user who reads nothing",
    differences: [may(allow("iam:CreateAccessKey", PERSON))],
    secret: OPEN,
    near: "take-user",
    tries: [["iam:CreateAccessKey", PERSON]],
  },
  {
    title: "by a group of which its user is none",
    differences: [may(allow("iam:PutGroupPolicy", ADMINS))],
    secret: OPEN,
    near: "put-inline-policy",
    tries: [["iam:PutGroupPolicy", ADMINS]],
  },
  {
    title: "by its own policy, where it lacks the boundary that is demanded",
    differences: [
      may(
        allow("iam:PutRolePolicy", ATTACKER, {
          StringEquals: { "iam:PermissionsBoundary": MANAGED },
        }),
      ),
    ],
    secret: OPEN,
    near: "put-inline-policy",
    tries: [["iam:PutRolePolicy", ATTACKER]],
  },
  {
    title: "by a role that it creates, where the boundary that is demanded allows no read",
    differences: [
      may(
        allow(["iam:CreateRole", "iam:PutRolePolicy"], `arn:aws:iam::${A}:role/team-*`, {
          StringEquals: { "iam:PermissionsBoundary": MANAGED },
        }),
      ),
      withMore({
        managedPolicies: [{ arn: MANAGED, document: policy(allow("s3:*")), attachedTo: [] }],
      }),
    ],
    secret: OPEN,
    near: "create-identity",
    tries: [
      ["iam:CreateRole", TEAM, { "iam:PermissionsBoundary": MANAGED }],
      ["iam:PutRolePolicy", TEAM],
      ["sts:AssumeRole", TEAM],
    ],
  },
  {
    title: "by a user whom it creates, without a key",
    differences: [may(allow(["iam:CreateUser", "iam:PutUserPolicy"]))],
    secret: OPEN,
    near: "create-identity",
    tries: [
      ["iam:CreateUser", user(A, "made")],
      ["iam:PutUserPolicy", user(A, "made")],
      ["iam:CreateAccessKey", user(A, "made")],
    ],
  },
  {
    title: "by tags of its own, where the value is denied",
    differences: [
      may(
        allow("secretsmanager:GetSecretValue", "*", {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
          StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" },
        }),
        allow("iam:TagRole", ATTACKER, { StringNotEquals: { "aws:RequestTag/team": "red" } }),
      ),
      withSecret(OPEN, { tags: { team: "red" } }),
    ],
    secret: OPEN,
    near: "tag-identity",
    tries: [
      ["iam:TagRole", ATTACKER, { "aws:RequestTag/team": "red" }],
      ["iam:TagRole", ATTACKER, { "aws:RequestTag/team": "blue" }],
    ],
  },
  {
    title: "by a group into which it puts somebody else",
    differences: [may(allow("iam:AddUserToGroup", ADMINS))],
    secret: OPEN,
    near: "join-group",
    tries: [["iam:AddUserToGroup", ADMINS]],
  },
  {
    title: "by deleting a policy that denies, of another role",
    differences: [
      withRole(ATTACKER, {
        policies: [
          policy(get, allow("iam:DeleteRolePolicy", BUILDER)),
          policy(deny("secretsmanager:*")),
        ],
      }),
    ],
    secret: OPEN,
    near: "remove-denial",
    tries: [["iam:DeleteRolePolicy", ATTACKER]],
  },
];
