import type { RoleDocuments } from "../../../../proof";
import {
  A,
  ATTACKER,
  allow,
  BUILDER,
  C,
  type Difference,
  letIn,
  may,
  OPEN,
  type Planted,
  policy,
  READER,
  readsAll,
  role,
  trusts,
  withDocuments,
  withRole,
} from "../world";

const COGNITO = "cognito-identity.amazonaws.com";
const POOL = "eu-west-1:11111111-2222-3333-4444-555555555555";
export const poolArn = (pool = POOL) =>
  `arn:aws:cognito-identity:eu-west-1:${A}:identitypool/${pool}`;

/** A role that reads, for those whom the pool lets in. */
export const ofPool = withRole(BUILDER, {
  policies: [readsAll],
  trust: policy(
    letIn({ Federated: COGNITO }, "sts:AssumeRoleWithWebIdentity", {
      StringEquals: { [`${COGNITO}:aud`]: POOL },
      "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "authenticated" },
    }),
  ),
});

/** The attacker becomes a role of the management account, which has these rights. */
export const organizing =
  (statements: object[], ...others: RoleDocuments[]): Difference =>
  (world) => {
    const { roles } = may(allow("sts:AssumeRole"))(world).documents;
    const organizer = {
      arn: role(C, "organizer"),
      trust: trusts({ AWS: ATTACKER }),
      policies: [policy(...statements)],
    };
    return withDocuments({
      organization: { id: "o-1234567890", managementAccount: C },
      roles: [...(roles ?? []), organizer, ...others],
    })(world);
  };

const SSO = `aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO`;
/** The role of a permission set. */
export const ofSet = (name: string, ...policies: object[]): RoleDocuments => ({
  arn: role(A, `${SSO}_${name}_0123456789abcdef`),
  trust: policy(letIn({ Federated: `arn:aws:iam::${A}:saml-provider/AWSSSO` }, "sts:*")),
  policies,
});

/** Ways by services that make sessions of roles, and by the management account. */
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
];
