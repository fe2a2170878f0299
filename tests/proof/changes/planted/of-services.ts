import type { OrganizationDocuments, RoleDocuments } from "../../../../proof";
import {
  A,
  ATTACKER,
  allow,
  B,
  BUILDER,
  C,
  type Difference,
  deny,
  get,
  letIn,
  may,
  OPEN,
  type Planted,
  policy,
  READER,
  readsAll,
  role,
  SEALED,
  trusts,
  withDocuments,
  withRole,
} from "../world";

const COGNITO = "cognito-identity.amazonaws.com";
const POOL = "eu-west-1:11111111-2222-3333-4444-555555555555";
export const poolArn = (pool = POOL) =>
  `arn:aws:cognito-identity:eu-west-1:${A}:identitypool/${pool}`;

/** A role that reads. Whoever the pool admits can assume it. */
export const ofPool = withRole(BUILDER, {
  policies: [readsAll],
  trust: policy(
    letIn({ Federated: COGNITO }, "sts:AssumeRoleWithWebIdentity", {
      StringEquals: { [`${COGNITO}:aud`]: POOL },
      "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" },
    }),
  ),
});

/** The attacker can assume a role with these rights in the management account. */
export const organizing = (statements: object[], ...others: RoleDocuments[]): Difference =>
  organizingIn(C, {}, statements, ...others);

/** The same in any account of an organization. `organization` has more of its documents. */
export const organizingIn =
  (
    account: string,
    organization: OrganizationDocuments,
    statements: object[],
    ...others: RoleDocuments[]
  ): Difference =>
  (world) => {
    const { roles } = may(allow("sts:AssumeRole"))(world).documents;
    const organizer = {
      arn: role(account, "organizer"),
      trust: trusts({ AWS: ATTACKER }),
      policies: [policy(...statements)],
    };
    return withDocuments({
      organization: { id: "o-1234567890", managementAccount: C, ...organization },
      roles: [...(roles ?? []), organizer, ...others],
    })(world);
  };

/** Account B administers the services. */
export const delegated = (...services: string[]): OrganizationDocuments => ({
  delegatedAdministrators: [{ account: B, services }],
});

/** Reading is denied in account A, and account B may remove the denial. */
export const delegating = (...statements: object[]): OrganizationDocuments => ({
  delegatedAdministrators: [],
  delegationPolicy: policy(...statements),
  serviceControlPolicies: [
    { account: A, levels: [[policy(allow("*"), deny("secretsmanager:GetSecretValue"))]] },
  ],
});
export const DELEGATES = { AWS: `arn:aws:iam::${B}:root` };
const UPDATE = "organizations:UpdatePolicy";
export const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";
export const deploys = allow([
  "cloudformation:CreateStackSet",
  "cloudformation:CreateStackInstances",
]);

/** A role that reads. A remediation runs with it. */
export const ofAutomation: RoleDocuments = {
  ...{ arn: role(A, "repair"), policies: [readsAll] },
  trust: trusts({ Service: "ssm.amazonaws.com" }),
};

const SSO = `aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO`;
/** The role of a permission set. */
export const ofSet = (name: string, ...policies: object[]): RoleDocuments => ({
  arn: role(A, `${SSO}_${name}_0123456789abcdef`),
  trust: policy(letIn({ Federated: `arn:aws:iam::${A}:saml-provider/AWSSSO` }, "sts:*")),
  policies,
});

/** Ways through services that make sessions of roles, and through the management account. */
export const waysOfServices: Planted[] = [
  {
    title: "the newest version of a launch template",
    differences: [
      may(allow("ec2:CreateLaunchTemplateVersion")),
      withRole(BUILDER, { policies: [readsAll] }),
    ],
    secret: OPEN,
    steps: ["change-template"],
  },
  {
    title: "an identity pool with the role passed to it",
    differences: [
      may(allow("cognito-identity:SetIdentityPoolRoles", poolArn()), allow("iam:PassRole")),
      ofPool,
    ],
    secret: OPEN,
    steps: ["set-pool-roles"],
  },
  {
    title: "an identity pool with the role passed to it, in GovCloud",
    differences: [
      may(allow(["cognito-identity:SetIdentityPoolRoles", "iam:PassRole"])),
      withRole(BUILDER, {
        policies: [readsAll],
        trust: policy(
          letIn(
            { Federated: "cognito-identity-us-gov.amazonaws.com" },
            "sts:AssumeRoleWithWebIdentity",
            { StringEquals: { "cognito-identity-us-gov.amazonaws.com:aud": POOL } },
          ),
        ),
      }),
    ],
    secret: OPEN,
    steps: ["set-pool-roles"],
  },
  {
    title: "the root user, by another address",
    differences: [organizing([allow(["sts:AssumeRoot", "account:*"])])],
    secret: OPEN,
    steps: ["assume-role", "recover-root"],
  },
  {
    title: "the root user, by its mail",
    differences: [organizing([allow("sts:AssumeRoot", `arn:aws:iam::${A}:root`)])],
    secret: OPEN,
    steps: ["assume-role", "recover-root"],
  },
  {
    title: "a permission set, assigned to itself",
    differences: [organizing([allow("sso:CreateAccountAssignment")], ofSet("Admin", readsAll))],
    secret: OPEN,
    steps: ["assume-role", "change-permission-set"],
  },
  {
    title: "a permission set that it may assign alone",
    differences: [
      organizing(
        [
          allow("sso:CreateAccountAssignment", [
            "arn:aws:sso:::instance/ssoins-1111222233334444",
            "arn:aws:sso:::permissionSet/ssoins-1111222233334444/ps-5555666677778888",
            `arn:aws:sso:::account/${A}`,
          ]),
        ],
        ofSet("Admin", readsAll),
      ),
    ],
    secret: OPEN,
    steps: ["assume-role", "change-permission-set"],
  },
  {
    title: "a permission set of which it has the role, written",
    differences: [
      organizing([allow(["sso:PutInlinePolicyToPermissionSet", "sso:ProvisionPermissionSet"])], {
        ...ofSet("Team"),
        trust: trusts({ AWS: [ATTACKER, READER] }),
      }),
    ],
    secret: OPEN,
    steps: ["assume-role", "assume-role", "change-permission-set"],
  },
  {
    title: "the root user, by a new address and a forgotten password",
    differences: [organizingIn(B, delegated("account.amazonaws.com"), [allow("account:*")])],
    secret: OPEN,
    steps: ["assume-role", "recover-root"],
  },
  {
    title: "the root user, from a delegated administrator of IAM",
    differences: [organizingIn(B, delegated("iam.amazonaws.com"), [allow("sts:AssumeRoot")])],
    secret: OPEN,
    steps: ["assume-role", "recover-root"],
  },
  {
    title: "a permission set, assigned by a delegated administrator",
    differences: [
      organizingIn(B, delegated("sso.amazonaws.com"), [allow("sso:*")], ofSet("Admin", readsAll)),
    ],
    secret: OPEN,
    steps: ["assume-role", "change-permission-set"],
  },
  {
    title: "a stack set into a member account",
    differences: [organizingIn(B, delegated(STACK_SETS), [deploys])],
    secret: OPEN,
    steps: ["assume-role", "deploy-to-members"],
  },
  {
    title: "a stack set that copies a sealed secret",
    differences: [organizingIn(B, delegated(STACK_SETS), [deploys])],
    secret: SEALED,
    steps: ["assume-role", "deploy-to-members", "replicate-secret"],
  },
  {
    title: "a conformance pack with a remediation",
    differences: [
      organizingIn(
        B,
        delegated("config-multiaccountsetup.amazonaws.com"),
        [allow("config:PutOrganizationConformancePack")],
        ofAutomation,
      ),
    ],
    secret: OPEN,
    steps: ["assume-role", "deploy-to-members"],
  },
  {
    title: "control policies, taken off by an account that the delegation policy lets in",
    differences: [
      organizingIn(B, delegating(letIn(DELEGATES, "organizations:*", undefined, "*")), [
        allow("organizations:DetachPolicy"),
      ]),
      may(get, allow("sts:AssumeRole")),
    ],
    secret: OPEN,
    steps: ["assume-role", "lift-control-policies"],
  },
  {
    title: "one control policy that the delegation policy names",
    differences: [
      organizingIn(
        B,
        delegating(
          letIn(
            ...([DELEGATES, UPDATE, undefined] as const),
            `arn:aws:organizations::${C}:policy/o-1234567890/service_control_policy/p-11112222`,
          ),
        ),
        [allow(UPDATE)],
      ),
      may(get, allow("sts:AssumeRole")),
    ],
    secret: OPEN,
    steps: ["assume-role", "lift-control-policies"],
  },
  {
    title: "a member that it delegates StackSets to",
    differences: [
      organizing([allow("organizations:RegisterDelegatedAdministrator")], {
        ...{ arn: role(B, "deployer"), trust: trusts({ AWS: ATTACKER }) },
        policies: [policy(deploys)],
      }),
    ],
    secret: OPEN,
    steps: ["assume-role", "delegate-organization", "assume-role", "deploy-to-members"],
  },
  {
    title: "a delegation policy that it writes",
    differences: [
      organizingIn(C, delegating(), [allow("organizations:PutResourcePolicy")]),
      may(get, allow("sts:AssumeRole")),
    ],
    secret: OPEN,
    steps: ["assume-role", "delegate-organization", "lift-control-policies"],
  },
];
