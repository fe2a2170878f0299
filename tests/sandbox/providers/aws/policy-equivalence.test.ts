import { strictEqual } from "node:assert/strict";

import { samePolicy } from "../../../../sandbox/providers/aws/lifecycle/policy-equivalence";

const statement = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
  Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalTag/a": ["x", "y"] } },
};
const document = { Version: "2012-10-17", Statement: [statement] };
const other = { ...statement, Sid: "Other" };
const text = (value: object) => JSON.stringify(value);

const same: Record<string, object> = {
  "white space and order of members": { Statement: [statement], Version: "2012-10-17" },
  "one statement without a list": { ...document, Statement: statement },
  "the order of actions, and their case": {
    ...document,
    Statement: [
      { ...statement, Action: ["secretsmanager:getsecretvalue", "secretsmanager:DescribeSecret"] },
    ],
  },
  "the order of principals, and an account's number for its root": {
    ...document,
    Statement: [{ ...statement, Principal: { AWS: ["222222222222", "111111111111"] } }],
  },
  "one resource in a list": { ...document, Statement: [{ ...statement, Resource: ["*"] }] },
  "the order of a condition's values, and the case of its keys": {
    ...document,
    Statement: [
      { ...statement, Condition: { stringequals: { "AWS:principaltag/a": ["y", "x"] } } },
    ],
  },
};

const different: Record<string, object> = {
  effect: { ...document, Statement: [{ ...statement, Effect: "Deny" }] },
  "an action": { ...document, Statement: [{ ...statement, Action: ["secretsmanager:*"] }] },
  "a principal": { ...document, Statement: [{ ...statement, Principal: "*" }] },
  "a condition's value, its case too": {
    ...document,
    Statement: [
      { ...statement, Condition: { StringEquals: { "aws:PrincipalTag/a": ["X", "y"] } } },
    ],
  },
  "no condition": { ...document, Statement: [{ ...statement, Condition: undefined }] },
  "one statement more": { ...document, Statement: [statement, other] },
  "a Sid": { ...document, Statement: [other] },
  version: { ...document, Version: "2008-10-17" },
};

describe("samePolicy", () => {
  for (const [what, next] of Object.entries(same)) {
    it(`sees no difference in ${what}`, () => {
      strictEqual(samePolicy(JSON.stringify(document, null, 2), text(next)), true);
    });
  }

  it("sees no difference in the order of statements", () => {
    const [one, two] = [
      [statement, other],
      [other, statement],
    ].map((Statement) => text({ Statement }));
    strictEqual(samePolicy(one as string, two as string), true);
  });

  for (const [what, next] of Object.entries(different)) {
    it(`sees a difference in ${what}`, () => {
      strictEqual(samePolicy(text(document), text(next)), false);
    });
  }

  it("takes what is no JSON for different", () => {
    strictEqual(samePolicy("{", "{"), false);
  });
});
