import {
  A,
  ATTACKER,
  allow,
  B,
  BUILDER,
  base,
  C,
  deny,
  FUNCTION,
  get,
  letIn,
  may,
  OPEN,
  type Planted,
  policy,
  READER,
  READER_B,
  readsAll,
  role,
  SEALED,
  SHARED,
  trusts,
  withDocuments,
  withMore,
  withRole,
} from "../world";

/** A trust policy that admits the attacker only with a source identity. */
const BY_IDENTITY = policy(
  letIn({ AWS: ATTACKER }, ["sts:AssumeRole", "sts:SetSourceIdentity"], {
    StringLike: { "sts:SourceIdentity": "alice*" },
  }),
);

/** Ways through sessions, tags, providers, organizations and things that run with a role. */
export const waysOfSessions: Planted[] = [
  {
    title: "a role with an external id",
    differences: [
      may(allow("sts:AssumeRole", READER)),
      withRole(READER, {
        trust: trusts({ AWS: ATTACKER }, { StringEquals: { "sts:ExternalId": "1234" } }),
      }),
    ],
    secret: SEALED,
    steps: ["assume-role"],
  },
  {
    title: "a role that demands a source identity",
    differences: [
      may(allow(["sts:AssumeRole", "sts:SetSourceIdentity"], READER)),
      withRole(READER, { trust: BY_IDENTITY }),
    ],
    secret: SEALED,
    steps: ["assume-role"],
  },
  {
    title: "a tag of the session that a control policy demands",
    differences: [
      may(allow(["sts:AssumeRole", "sts:TagSession"], BUILDER), get),
      withRole(BUILDER, {
        tags: { team: "red" },
        trust: policy(letIn({ AWS: ATTACKER }, ["sts:AssumeRole", "sts:TagSession"])),
        policies: [readsAll],
      }),
      withDocuments({
        organization: {
          id: "o-1234567890",
          managementAccount: C,
          resourceControlPolicies: [
            {
              account: A,
              levels: [
                [
                  policy(letIn("*", "*", undefined, "*")),
                  policy({
                    ...letIn("*", "secretsmanager:GetSecretValue", undefined, "*"),
                    Effect: "Deny",
                    Condition: { StringNotEquals: { "aws:PrincipalTag/team": "blue" } },
                  }),
                ],
              ],
            },
          ],
        },
      }),
    ],
    secret: OPEN,
    steps: ["assume-role"],
  },
  {
    title: "a role whose session it tags",
    differences: [
      may(allow(["sts:AssumeRole", "sts:TagSession"], READER_B)),
      withRole(READER_B, {
        trust: policy(letIn({ AWS: ATTACKER }, ["sts:AssumeRole", "sts:TagSession"])),
      }),
    ],
    secret: SHARED,
    steps: ["assume-role"],
  },
  {
    title: "tags of a role, forged",
    differences: [
      may(allow("sts:AssumeRole", [READER_B, BUILDER])),
      withRole(READER_B, { trust: trusts({ AWS: [ATTACKER, role(B, "tagger")] }) }),
      withDocuments({
        roles: [
          ...(base().documents.roles ?? []),
          {
            arn: role(B, "tagger"),
            trust: trusts({ AWS: ATTACKER }),
            policies: [
              policy(
                allow("iam:TagRole", READER_B, { StringEquals: { "aws:RequestTag/team": "blue" } }),
              ),
            ],
          },
        ],
      }),
      may(allow("sts:AssumeRole", [READER_B, role(B, "tagger")])),
      withRole(READER_B, { trust: trusts({ AWS: ATTACKER }) }),
    ],
    secret: SHARED,
    steps: ["assume-role", "assume-role", "tag-identity"],
  },
  {
    title: "tags of a secret, fitted",
    differences: [
      may(
        allow("secretsmanager:GetSecretValue", "*", {
          StringEquals: { "aws:ResourceTag/team": "red" },
        }),
        allow("secretsmanager:TagResource", "*", {
          "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
        }),
      ),
    ],
    secret: OPEN,
    steps: ["tag-resource"],
  },
  {
    title: "a SAML provider of its own",
    differences: [
      may(allow("iam:UpdateSAMLProvider")),
      withRole(READER, {
        trust: policy(
          letIn({ Federated: `arn:aws:iam::${A}:saml-provider/idp` }, "sts:AssumeRoleWithSAML", {
            StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" },
          }),
        ),
      }),
    ],
    secret: SEALED,
    steps: ["change-provider", "enter-by-token"],
  },
  {
    title: "a function with the role passed to it",
    differences: [
      may(
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
        allow("iam:PassRole", READER, {
          StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" },
        }),
      ),
    ],
    secret: SEALED,
    steps: ["pass-role"],
  },
  {
    title: "an instance with the role passed to it",
    differences: [
      may(allow("ec2:RunInstances"), allow("iam:PassRole")),
      withRole(BUILDER, { policies: [readsAll] }),
    ],
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "a stack",
    differences: [
      may(allow("cloudformation:CreateStack"), allow("iam:PassRole")),
      withRole(BUILDER, {
        trust: trusts({ Service: "cloudformation.amazonaws.com" }),
        policies: [readsAll],
      }),
    ],
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "Roles Anywhere",
    differences: [
      may(
        allow(["rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile", "iam:PassRole"]),
      ),
      withRole(READER, {
        trust: policy(
          letIn({ Service: "rolesanywhere.amazonaws.com" }, [
            "sts:AssumeRole",
            "sts:TagSession",
            "sts:SetSourceIdentity",
          ]),
        ),
      }),
    ],
    secret: SEALED,
    steps: ["pass-role"],
  },
  {
    title: "the code of a function",
    differences: [
      may(allow("lambda:UpdateFunctionCode", FUNCTION)),
      withMore({ compute: [{ arn: FUNCTION, service: "lambda.amazonaws.com", roleArn: READER }] }),
    ],
    secret: SEALED,
    steps: ["change-code"],
  },
  {
    title: "control policies, taken off in the management account",
    differences: [
      may(get, allow("sts:AssumeRole", role(C, "organizer"))),
      withDocuments({
        organization: {
          id: "o-1234567890",
          managementAccount: C,
          serviceControlPolicies: [
            { account: A, levels: [[policy(allow("*"), deny("secretsmanager:GetSecretValue"))]] },
          ],
        },
      }),
      (world) =>
        withDocuments({
          roles: [
            ...(world.documents.roles ?? []),
            {
              arn: role(C, "organizer"),
              trust: trusts({ AWS: ATTACKER }),
              policies: [policy(allow("organizations:DetachPolicy"))],
            },
          ],
        })(world),
    ],
    secret: OPEN,
    steps: ["assume-role", "lift-control-policies"],
  },
  {
    title: "a role made anew under a name that is compared",
    differences: [
      may(
        allow(
          ["iam:DeleteRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy"],
          READER,
        ),
      ),
    ],
    secret: SEALED,
    steps: ["recreate-role", "assume-role"],
  },
];
