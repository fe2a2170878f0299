import {
  A,
  ATTACKER,
  allow,
  C,
  controls,
  deny,
  FUNCTION,
  get,
  letIn,
  may,
  type NearMiss,
  OPEN,
  policy,
  READER,
  READER_B,
  SEALED,
  SHARED,
  trusts,
  withDocuments,
  withMore,
  withRole,
  withSecret,
} from "../world";

const PROVIDER = `arn:aws:iam::${A}:saml-provider/idp`;
const INSTANCE = `arn:aws:ec2:eu-west-1:${A}:instance/x`;

/** Cases of sessions, tags, organizations and things that run with a role, which almost lead to a read. */
export const missesOfSessions: NearMiss[] = [
  {
    title: "by a role that demands the attacker's organization",
    differences: [
      may(allow("sts:AssumeRole", READER)),
      withDocuments({ organization: { id: "o-1234567890", managementAccount: C } }),
      withRole(READER, {
        trust: trusts({ AWS: ATTACKER }, { StringEquals: { "aws:PrincipalOrgID": "o-other" } }),
      }),
    ],
    secret: SEALED,
    near: "assume-role",
    tries: [["sts:AssumeRole", READER]],
  },
  {
    title: "by a role in another account that does not trust it",
    differences: [may(allow("sts:AssumeRole", READER_B))],
    secret: SHARED,
    near: "assume-role",
    tries: [["sts:AssumeRole", READER_B]],
  },
  {
    title: "by a role that demands a source identity, and lets nobody set one",
    differences: [
      may(allow(["sts:AssumeRole", "sts:SetSourceIdentity"], READER)),
      withRole(READER, {
        trust: trusts({ AWS: ATTACKER }, { StringLike: { "sts:SourceIdentity": "alice*" } }),
      }),
    ],
    secret: SEALED,
    near: "assume-role",
    tries: [["sts:AssumeRole", READER, { "sts:SourceIdentity": "alice" }]],
  },
  {
    title: "by a role whose session it may not tag",
    differences: [
      may(allow(["sts:AssumeRole"], READER_B)),
      withRole(READER_B, {
        trust: policy(letIn({ AWS: ATTACKER }, ["sts:AssumeRole", "sts:TagSession"])),
      }),
    ],
    secret: SHARED,
    near: "assume-role",
    tries: [
      ["sts:AssumeRole", READER_B, { "aws:RequestTag/team": "blue" }],
      ["sts:AssumeRole", READER_B],
    ],
  },
  {
    title: "by a tag of another value",
    differences: [
      may(allow(["sts:AssumeRole", "sts:TagSession"], READER_B)),
      withRole(READER_B, {
        trust: policy(
          letIn({ AWS: ATTACKER }, "sts:AssumeRole"),
          letIn({ AWS: ATTACKER }, "sts:TagSession", {
            StringEquals: { "aws:RequestTag/team": "green" },
          }),
        ),
      }),
    ],
    secret: SHARED,
    near: "assume-role",
    tries: [
      ["sts:AssumeRole", READER_B, { "aws:RequestTag/team": "blue" }],
      ["sts:AssumeRole", READER_B, { "aws:RequestTag/team": "green" }],
    ],
  },
  {
    title: "by tags of a secret with a key that it may not set",
    differences: [
      may(
        allow("secretsmanager:GetSecretValue", "*", {
          StringEquals: { "aws:ResourceTag/team": "red" },
        }),
        allow("secretsmanager:TagResource", "*", {
          "ForAllValues:StringEquals": { "aws:TagKeys": ["cost"] },
        }),
      ),
    ],
    secret: OPEN,
    near: "tag-resource",
    tries: [
      ["secretsmanager:TagResource", OPEN, { "aws:RequestTag/team": "red" }],
      ["secretsmanager:TagResource", OPEN, { "aws:RequestTag/cost": "red" }],
    ],
  },
  {
    title: "by a service that the role does not trust",
    differences: [may(allow(["ec2:RunInstances", "iam:PassRole"]))],
    secret: SEALED,
    near: "pass-role",
    tries: [
      ["ec2:RunInstances", INSTANCE],
      ["iam:PassRole", READER, { "iam:PassedToService": "ec2.amazonaws.com" }],
    ],
  },
  {
    title: "by a role that it may pass to another service alone",
    differences: [
      may(
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
        allow("iam:PassRole", READER, {
          StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
        }),
      ),
    ],
    secret: SEALED,
    near: "pass-role",
    tries: [
      ["iam:PassRole", READER, { "iam:PassedToService": "lambda.amazonaws.com" }],
      ["lambda:CreateFunction", FUNCTION],
    ],
  },
  {
    title: "by a function that nobody calls",
    differences: [may(allow(["lambda:CreateFunction", "iam:PassRole"]))],
    secret: SEALED,
    near: "pass-role",
    tries: [
      ["iam:PassRole", READER, { "iam:PassedToService": "lambda.amazonaws.com" }],
      ["lambda:CreateFunction", FUNCTION],
      ["lambda:InvokeFunction", FUNCTION],
    ],
  },
  {
    title: "by a role of another account, passed",
    differences: [
      may(allow(["ec2:RunInstances", "iam:PassRole"])),
      withRole(READER_B, { tags: { team: "blue" } }),
    ],
    secret: SHARED,
    near: "pass-role",
    tries: [
      ["ec2:RunInstances", INSTANCE],
      ["iam:PassRole", READER_B, { "iam:PassedToService": "ec2.amazonaws.com" }],
    ],
  },
  {
    title: "by the code of another function",
    differences: [
      may(allow("lambda:UpdateFunctionCode", `${FUNCTION}-2`)),
      withMore({ compute: [{ arn: FUNCTION, service: "lambda.amazonaws.com", roleArn: READER }] }),
    ],
    secret: SEALED,
    near: "change-code",
    tries: [["lambda:UpdateFunctionCode", FUNCTION]],
  },
  {
    title: "by leaving an organization that forbids it",
    differences: [
      may(get, allow("organizations:LeaveOrganization")),
      controls(A, deny(["organizations:LeaveOrganization", "secretsmanager:GetSecretValue"])),
    ],
    secret: OPEN,
    near: "lift-control-policies",
    tries: [["organizations:LeaveOrganization", "*"]],
  },
  {
    title: "by a role made anew that the policy names by its id",
    differences: [
      may(
        allow(
          ["iam:DeleteRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy"],
          READER,
        ),
      ),
      withSecret(SEALED, {
        policy: policy({
          Effect: "Deny",
          NotPrincipal: { AWS: [`arn:aws:iam::${A}:root`, READER] },
          Action: "secretsmanager:*",
          Resource: "*",
        }),
      }),
    ],
    secret: SEALED,
    near: "recreate-role",
    tries: [
      ["iam:DeleteRolePolicy", READER],
      ["iam:DeleteRole", READER],
      ["iam:CreateRole", READER],
      ["iam:PutRolePolicy", READER],
      ["sts:AssumeRole", READER],
    ],
  },
  {
    title: "by another SAML provider than the one that is trusted",
    differences: [
      may(allow("iam:UpdateSAMLProvider", `${PROVIDER}-2`)),
      withRole(READER, { trust: policy(letIn({ Federated: PROVIDER }, "sts:AssumeRoleWithSAML")) }),
    ],
    secret: SEALED,
    near: "change-provider",
    tries: [["iam:UpdateSAMLProvider", PROVIDER]],
  },
  {
    title: "by an assertion for another audience",
    differences: [
      may(allow("iam:UpdateSAMLProvider", PROVIDER)),
      withRole(READER, {
        trust: policy(
          letIn({ Federated: PROVIDER }, "sts:AssumeRoleWithSAML", {
            StringEquals: { "SAML:aud": "https://saml.example.org" },
          }),
        ),
      }),
    ],
    secret: SEALED,
    near: "enter-by-token",
    tries: [
      ["iam:UpdateSAMLProvider", PROVIDER],
      ["sts:AssumeRoleWithSAML", READER],
    ],
  },
];
