import {
  A,
  ADMINS,
  ATTACKER,
  allow,
  BUILDER,
  controls,
  deny,
  get,
  MANAGED,
  may,
  OPEN,
  PERSON,
  type Planted,
  policy,
  READER,
  readsAll,
  role,
  SEALED,
  trusts,
  user,
  withMore,
  withRole,
  withSecret,
  withUser,
} from "../world";

/** Ways through changes of roles, users, groups and their policies. */
export const waysOfIdentities: Planted[] = [
  {
    title: "a trust policy, and the role behind it",
    differences: [may(allow("iam:UpdateAssumeRolePolicy", READER))],
    secret: SEALED,
    steps: ["write-trust", "assume-role"],
  },
  {
    title: "its own policy",
    differences: [may(allow("iam:PutRolePolicy", ATTACKER))],
    secret: OPEN,
    steps: ["put-inline-policy"],
  },
  {
    title: "a policy of AWS's, which a condition names",
    differences: [
      may(
        allow("iam:AttachRolePolicy", ATTACKER, {
          ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/SecretsManagerReadWrite" },
        }),
      ),
    ],
    secret: OPEN,
    steps: ["attach-policy"],
  },
  {
    title: "a policy that it creates under the names that it may attach",
    differences: [
      may(
        allow("iam:AttachRolePolicy", ATTACKER, {
          ArnLike: { "iam:PolicyARN": `arn:aws:iam::${A}:policy/team/*` },
        }),
        allow("iam:CreatePolicy", `arn:aws:iam::${A}:policy/team/*`),
      ),
    ],
    secret: OPEN,
    steps: ["attach-policy"],
  },
  {
    title: "a version of its own policy",
    differences: [
      may(allow("iam:CreatePolicyVersion", MANAGED)),
      (world) =>
        withMore({
          managedPolicies: [
            {
              arn: MANAGED,
              document: world.documents.roles?.[0]?.policies?.[0],
              attachedTo: [ATTACKER],
            },
          ],
        })(world),
    ],
    secret: OPEN,
    steps: ["write-policy-version"],
  },
  {
    title: "an earlier version of its own policy",
    differences: [
      may(allow("iam:SetDefaultPolicyVersion", MANAGED)),
      (world) =>
        withMore({
          managedPolicies: [
            {
              arn: MANAGED,
              document: world.documents.roles?.[0]?.policies?.[0],
              versions: [readsAll],
              attachedTo: [ATTACKER],
            },
          ],
        })(world),
    ],
    secret: OPEN,
    steps: ["write-policy-version"],
  },
  {
    title: "an inline policy that denies, deleted",
    differences: [
      withRole(ATTACKER, {
        policies: [
          policy(get, allow("iam:DeleteRolePolicy", ATTACKER)),
          policy(deny("secretsmanager:*")),
        ],
      }),
    ],
    secret: OPEN,
    steps: ["remove-denial"],
  },
  {
    title: "a boundary, taken off",
    differences: [
      withRole(ATTACKER, {
        policies: [policy(get, allow("iam:DeleteRolePermissionsBoundary"))],
        permissionsBoundary: policy(allow("iam:*")),
      }),
    ],
    secret: OPEN,
    steps: ["lift-boundary"],
  },
  {
    title: "a wider boundary, which a condition names",
    differences: [
      withRole(ATTACKER, {
        policies: [
          policy(
            get,
            allow("iam:PutRolePermissionsBoundary", ATTACKER, {
              StringEquals: {
                "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
              },
            }),
          ),
        ],
        permissionsBoundary: policy(allow("iam:*")),
      }),
    ],
    secret: OPEN,
    steps: ["lift-boundary"],
  },
  {
    title: "a user's key, with a second factor",
    differences: [
      may(allow("iam:CreateAccessKey", PERSON)),
      withUser(PERSON, {
        policies: [
          policy(
            allow("secretsmanager:GetSecretValue", "*", {
              Bool: { "aws:MultiFactorAuthPresent": "true" },
            }),
          ),
        ],
      }),
    ],
    secret: OPEN,
    steps: ["take-user"],
  },
  {
    title: "a user's password, and a group",
    differences: [
      may(allow("iam:UpdateLoginProfile", PERSON)),
      withUser(PERSON, { policies: [policy(allow("iam:AddUserToGroup", ADMINS))] }),
    ],
    secret: OPEN,
    steps: ["take-user", "join-group"],
  },
  {
    title: "a chain of four changes",
    differences: [
      may(allow("iam:UpdateAssumeRolePolicy", BUILDER)),
      withRole(BUILDER, {
        policies: [
          policy(allow("iam:PutRolePolicy", BUILDER), deny("secretsmanager:PutResourcePolicy")),
        ],
        permissionsBoundary: policy(
          allow(["iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary"], BUILDER),
        ),
      }),
    ],
    secret: OPEN,
    steps: ["write-trust", "assume-role", "put-inline-policy", "lift-boundary"],
  },
  {
    title: "a tag of its own, with which a condition compares the secret's",
    differences: [
      may(
        allow("secretsmanager:GetSecretValue", "*", {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
          StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" },
        }),
        allow("iam:TagRole", ATTACKER),
      ),
      withSecret(OPEN, { tags: { team: "red" } }),
    ],
    secret: OPEN,
    steps: ["tag-identity"],
  },
  {
    title: "a tag of its own, which stands for a part of the secret's name",
    differences: [
      withRole(ATTACKER, {
        tags: { team: "blue" },
        policies: [
          policy(
            allow(
              "secretsmanager:GetSecretValue",
              // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
              OPEN.replace("open", "${aws:PrincipalTag/team}").replace("AbCdEf", "*"),
            ),
            allow("iam:TagRole", ATTACKER),
          ),
        ],
      }),
    ],
    secret: OPEN,
    steps: ["tag-identity"],
  },
  {
    title: "a user whom it creates",
    differences: [
      may(allow(["iam:CreateUser", "iam:CreateAccessKey", "iam:PutUserPolicy"], user(A, "team-*"))),
    ],
    secret: OPEN,
    steps: ["create-identity", "take-user", "put-inline-policy"],
  },
  {
    title: "a role that it creates, with the boundary that is demanded",
    differences: [
      may(
        allow(["iam:CreateRole", "iam:PutRolePolicy"], role(A, "team-*"), {
          StringEquals: { "iam:PermissionsBoundary": MANAGED },
        }),
      ),
      withMore({ managedPolicies: [{ arn: MANAGED, document: policy(get), attachedTo: [] }] }),
    ],
    secret: OPEN,
    steps: ["create-identity", "put-inline-policy"],
  },
  {
    title: "a role of a name that a trust policy takes",
    differences: [
      may(allow(["iam:CreateRole", "iam:PutRolePolicy"], role(A, "ops-*"))),
      withRole(READER, {
        trust: trusts(
          { AWS: `arn:aws:iam::${A}:root` },
          { ArnLike: { "aws:PrincipalArn": role(A, "ops-*") } },
        ),
      }),
      controls(A, deny("secretsmanager:*", "*", { ArnNotEquals: { "aws:PrincipalArn": READER } })),
    ],
    secret: SEALED,
    steps: ["create-identity", "put-inline-policy", "assume-role"],
  },
  {
    title: "a role made with a name that the secret's Deny exempts",
    differences: [
      may(allow(["iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole"])),
      withSecret(OPEN, {
        policy: policy({
          ...deny("secretsmanager:*", "*", {
            ArnNotLike: { "aws:PrincipalArn": role(A, "deploy-*") },
          }),
          Principal: "*",
        }),
      }),
    ],
    secret: OPEN,
    steps: ["create-identity", "put-inline-policy"],
  },
  {
    title: "a role that lets the attacker in, made anew without its boundary",
    differences: [
      may(
        allow(
          ["iam:DeleteRole", "iam:DeleteRolePolicy", "iam:CreateRole", "iam:PutRolePolicy"],
          BUILDER,
        ),
      ),
      withRole(BUILDER, {
        ...{ trust: trusts({ AWS: ATTACKER }), policies: [readsAll] },
        permissionsBoundary: policy(allow("s3:*")),
      }),
    ],
    secret: OPEN,
    steps: ["recreate-role", "assume-role"],
  },
];
