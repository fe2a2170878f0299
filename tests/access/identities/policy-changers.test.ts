import { deepStrictEqual } from "node:assert";

import { policyChangers } from "../../../sdk/access/identities/policy-changers";

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
            {
              arn: role("denied"),
              policies: [policy({ Effect: "Deny", Action: "*", Resource: "*" })],
            },
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

  it("leaves out the named administrators", () => {
    deepStrictEqual(changing([role("everything"), role("all-but")]), [
      role("opens"),
      role("unread"),
      `arn:aws:iam::${OWNER}:user/ops`,
    ]);
  });
});
