import {
  DELEGATES,
  delegated,
  delegating,
  deploys,
  ofAutomation,
  ofPool,
  ofSet,
  organizing,
  organizingIn,
  poolArn,
  STACK_SETS,
} from "../planted/of-services";
import {
  A,
  ATTACKER,
  allow,
  B,
  BUILDER,
  C,
  controls,
  deny,
  get,
  letIn,
  may,
  type NearMiss,
  OPEN,
  policy,
  readsAll,
  role,
  trusts,
  withRole,
} from "../world";

/** The attacker assumes a role of account B, and detaches the policy. */
const DETACHES: NearMiss["tries"] = [
  ["sts:AssumeRole", role(B, "organizer")],
  [
    "organizations:DetachPolicy",
    `arn:aws:organizations::${C}:policy/o-1234567890/service_control_policy/p-x`,
  ],
];

/** Everything that an account may do, except to leave the organization. */
const ANYTHING = allow(["account:*", "cloudformation:*", "config:*", "sts:AssumeRoot"]);

const ROOT_DENIED = controls(
  A,
  deny("iam:CreateLoginProfile", "*", {
    StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" },
  }),
);

/** Cases of services that make sessions of roles, and of the management account, which almost lead to a read. */
export const missesOfServices: (Omit<NearMiss, "tries"> & Partial<NearMiss>)[] = [
  {
    title: "by a launch template, as a role for functions alone",
    differences: [
      may(allow(["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"])),
      withRole(BUILDER, {
        policies: [readsAll],
        trust: trusts({ Service: "lambda.amazonaws.com" }),
      }),
    ],
    secret: OPEN,
    near: "change-template",
  },
  {
    title: "by another version of a launch template as the default one",
    differences: [
      may(allow("ec2:ModifyLaunchTemplate")),
      withRole(BUILDER, { policies: [readsAll] }),
    ],
    secret: OPEN,
    near: "change-template",
  },
  {
    title: "by an identity pool for which the role is not",
    differences: [
      may(
        allow(
          "cognito-identity:SetIdentityPoolRoles",
          poolArn("eu-west-1:99999999-2222-3333-4444-555555555555"),
        ),
        allow("iam:PassRole"),
      ),
      ofPool,
    ],
    secret: OPEN,
    near: "set-pool-roles",
  },
  {
    title: "by an identity pool, with a role that it may not pass",
    differences: [
      may(
        allow("cognito-identity:SetIdentityPoolRoles"),
        allow("iam:PassRole", "*", {
          StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
        }),
      ),
      ofPool,
    ],
    secret: OPEN,
    near: "set-pool-roles",
  },
  {
    title: "by the task of the root user that unlocks a bucket",
    differences: [
      organizing([
        allow("sts:AssumeRoot", "*", {
          StringEquals: {
            "sts:TaskPolicyArn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
          },
        }),
      ]),
    ],
    secret: OPEN,
    near: "recover-root",
  },
  {
    title: "by the root user, where a service control policy denies it a password",
    differences: [organizing([allow("sts:AssumeRoot")]), ROOT_DENIED],
    secret: OPEN,
    near: "recover-root",
  },
  {
    title: "by the root user, from an account that does not manage the organization",
    differences: [
      may(allow(["sts:AssumeRoot", "account:*"])),
      controls(A, deny("organizations:LeaveOrganization")),
    ],
    secret: OPEN,
    near: "recover-root",
  },
  {
    title: "by a permission set that it may write and not assign",
    differences: [
      organizing(
        [allow(["sso:PutInlinePolicyToPermissionSet", "sso:ProvisionPermissionSet"])],
        ofSet("Admin", readsAll),
      ),
    ],
    secret: OPEN,
    near: "change-permission-set",
  },
  {
    title: "by a permission set that it writes and that nobody provisions",
    differences: [
      organizing([allow("sso:PutInlinePolicyToPermissionSet")], {
        ...ofSet("Team"),
        trust: trusts({ AWS: ATTACKER }),
      }),
    ],
    secret: OPEN,
    near: "change-permission-set",
  },
  {
    title: "by a stack set, as delegated administrator for another service",
    differences: [
      organizingIn(B, delegated("sso.amazonaws.com", "guardduty.amazonaws.com"), [ANYTHING]),
    ],
    secret: OPEN,
    near: "deploy-to-members",
  },
  {
    title: "by a stack set that it may make and not deploy",
    differences: [organizingIn(B, delegated(STACK_SETS), [allow("cloudformation:CreateStackSet")])],
    secret: OPEN,
    near: "deploy-to-members",
  },
  {
    title: "by a stack set whose role in the member a control policy binds",
    differences: [
      organizingIn(
        B,
        {
          ...delegated(STACK_SETS),
          serviceControlPolicies: [
            {
              account: A,
              levels: [
                [
                  policy(
                    allow("*"),
                    deny("*", "*", {
                      StringLike: { "aws:PrincipalArn": `arn:aws:iam::${A}:role/stacksets-exec-*` },
                    }),
                  ),
                ],
              ],
            },
          ],
        },
        [deploys],
      ),
    ],
    secret: OPEN,
    near: "deploy-to-members",
  },
  {
    title: "by a conformance pack, with no role for remediations",
    differences: [
      organizingIn(B, delegated("config-multiaccountsetup.amazonaws.com"), [allow("config:*")], {
        ...ofAutomation,
        trust: trusts({ Service: "config.amazonaws.com" }),
      }),
    ],
    secret: OPEN,
    near: "deploy-to-members",
  },
  {
    title: "by a delegation policy for policies of tags",
    differences: [
      organizingIn(
        B,
        delegating(
          letIn(
            DELEGATES,
            "organizations:*",
            { StringEquals: { "organizations:PolicyType": "TAG_POLICY" } },
            "*",
          ),
        ),
        [allow("organizations:*")],
      ),
      may(get, allow("sts:AssumeRole")),
    ],
    secret: OPEN,
    near: "lift-control-policies",
    tries: DETACHES,
  },
  {
    title: "by a delegation policy for another account",
    differences: [
      organizingIn(
        B,
        delegating(letIn({ AWS: "444444444444" }, "organizations:*", undefined, "*")),
        [allow("organizations:*")],
      ),
      may(get, allow("sts:AssumeRole")),
    ],
    secret: OPEN,
    near: "lift-control-policies",
    tries: DETACHES,
  },
  {
    title: "by delegating a service that gives nothing",
    differences: [
      organizing(
        [
          allow("organizations:RegisterDelegatedAdministrator", "*", {
            StringEquals: { "organizations:ServicePrincipal": "guardduty.amazonaws.com" },
          }),
        ],
        {
          ...{ arn: role(B, "deployer"), trust: trusts({ AWS: ATTACKER }) },
          policies: [policy(deploys)],
        },
      ),
    ],
    secret: OPEN,
    near: "delegate-organization",
  },
];
