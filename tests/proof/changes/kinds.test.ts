import { deepStrictEqual } from "node:assert/strict";

import { type AccessDocuments, type Actor, evaluate, KINDS, mayRead } from "../../../proof";

const secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:a-AbCdEf";
const role = "arn:aws:iam::111111111111:role/deployer";
const actor: Actor = { key: role, principal: { kind: "session", roleArn: role } };

const documents: AccessDocuments = {
  secrets: [
    {
      arn: secret,
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", Principal: "*", Action: "secretsmanager:Get*", Resource: "*" },
        ],
      },
    },
  ],
  roles: [
    {
      arn: role,
      policies: [
        {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "secretsmanager:PutResourcePolicy", Resource: "*" },
          ],
        },
      ],
    },
  ],
};

describe("kinds of changes", () => {
  it("opens a secret by its policy", () => {
    const kind = KINDS.find(({ id }) => id === "put-secret-policy");
    const [change] = kind ? [...kind.changesBy({ documents }, actor)] : [];
    const decisions = change?.calls.map(
      (call) =>
        "aws" in call &&
        actor.principal &&
        evaluate(documents, { ...call.aws, principal: actor.principal }).decision,
    );
    deepStrictEqual(decisions, ["allowed"]);
    const after = change?.apply?.({ documents })?.documents ?? documents;
    const reads = [documents, after].map(
      (all) => actor.principal && mayRead(all, actor.principal, secret).decision,
    );
    deepStrictEqual(reads, ["denied", "allowed"]);
  });
});
