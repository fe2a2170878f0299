import { deepStrictEqual } from "node:assert";

import { policyChangers } from "../../../proof/identities/everyone-in-accounts";
import { withKind } from "../pods";
import { deny } from "../statements";

const OWNER = "222222222222";
const role = (name: string) => `arn:aws:iam::${OWNER}:role/${name}`;
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: string) => policy({ Effect: "Allow", Action, Resource: "*" });
const secret = `arn:aws:secretsmanager:us-east-1:${OWNER}:secret:db-AbCdEf`;

describe("who of an owner's account may change documents", () => {
  const changing = (administrators: string[] = []) =>
    policyChangers({ administrators, secrets: [{ arn: secret }] }, [
      {
        account: { id: OWNER },
        identities: {
          roles: [
            { arn: role("everything"), policies: [allow("*")] },
            { arn: role("opens"), policies: [allow("secretsmanager:Put*")] },
            {
              arn: role("all-but"),
              policies: [policy({ Effect: "Allow", NotAction: "s3:*", Resource: "*" })],
            },
            { arn: role("denied"), policies: [policy(deny("*"))] },
            { arn: role("reads"), policies: [allow("secretsmanager:GetSecretValue")] },
            { arn: role("unread"), policies: ["no document"] },
          ],
          users: [
            {
              arn: `arn:aws:iam::${OWNER}:user/ops`,
              groups: ["arn:aws:iam::222222222222:group/ops"],
            },
          ],
          groups: [
            { arn: "arn:aws:iam::222222222222:group/ops", policies: [allow("iam:PutRolePolicy")] },
          ],
        },
      },
      {
        account: { id: "111111111111" },
        identities: {
          roles: [{ arn: "arn:aws:iam::111111111111:role/elsewhere", policies: [allow("*")] }],
          users: [],
          groups: [],
        },
      },
    ]);

  it("names roles and users whose policies, or groups', allow it or are no documents", () => {
    deepStrictEqual(changing(), [
      role("all-but"),
      role("everything"),
      role("opens"),
      role("unread"),
      `arn:aws:iam::${OWNER}:user/ops`,
    ]);
  });

  it("names whoever may do one of the calls that hand a reader's rights on", () => {
    const calls = [
      ...["UpdateSAMLProvider", "AddClientIDToOpenIDConnectProvider", "TagRole", "PassRole"].map(
        (name) => `iam:${name}`,
      ),
      ...["iam:DeleteRolePermissionsBoundary", "secretsmanager:ReplicateSecretToRegions"],
      ...["kms:ReplicateKey", "ec2:ModifyVpcEndpoint", "lambda:UpdateFunctionCode"],
      ...["eks:CreatePodIdentityAssociation", "eks:CreateAccessEntry", "eks:UpdateAccessEntry"],
      ...["eks-auth:AssumeRoleForPodIdentity", "organizations:DetachPolicy", "ssm:SendCommand"],
      ...["rolesanywhere:CreateTrustAnchor", "cloudformation:UpdateStack", "codebuild:StartBuild"],
    ];
    const roles = calls.map((call, index) => ({
      arn: role(`r-${index}`),
      policies: [allow(call)],
    }));
    const found = policyChangers({ secrets: [{ arn: secret }] }, [
      { account: { id: OWNER }, identities: { roles, users: [], groups: [] } },
    ]);
    deepStrictEqual(found, roles.map(({ arn }) => arn).sort());
  });

  it("names those of the readers' accounts, too", () => {
    const elsewhere = "arn:aws:iam::111111111111:role/elsewhere";
    const clusterArn = "arn:aws:eks:us-east-1:111111111111:cluster/shop";
    const reader = { clusterArn, namespace: "shop", serviceAccount: "api" };
    const roles = [{ arn: elsewhere, policies: [allow("iam:PassRole")] }];
    deepStrictEqual(
      policyChangers(withKind({ grants: [{ reader, secret }] }), [
        { account: { id: "111111111111" }, identities: { roles, users: [], groups: [] } },
      ]),
      [elsewhere],
    );
  });

  it("leaves out the named administrators", () => {
    deepStrictEqual(changing([role("everything"), role("all-but")]), [
      role("opens"),
      role("unread"),
      `arn:aws:iam::${OWNER}:user/ops`,
    ]);
  });
});
