import assert from "node:assert";

import { prove } from "../../../sdk/access/prover/prove";
import { oneReader, policy, readPolicy, SECRET } from "./deployments/deployment";

const ANOTHER_SECRET = "arn:aws:secretsmanager:us-east-1:222222222222:secret:another-AbCdEf";
const ANOTHER_KEY = "arn:aws:kms:us-east-1:222222222222:key/99999999-9999-9999-9999-999999999999";
const ANOTHER_ROLE = "arn:aws:iam::222222222222:role/another-role";

describe("counterexamples to role-contained", () => {
  const cases: [statement: object, request: [action: string, resource: string]][] = [
    [
      { Action: "secretsmanager:*", Resource: "*" },
      ["secretsmanager:PutSecretValue", ANOTHER_SECRET],
    ],
    [{ Action: "kms:Decrypt", Resource: "*" }, ["kms:Decrypt", ANOTHER_KEY]],
    [{ Action: "sts:AssumeRole", Resource: "*" }, ["sts:AssumeRole", ANOTHER_ROLE]],
    [{ Action: "secretsmanager:ListSecrets", Resource: "*" }, ["secretsmanager:ListSecrets", "*"]],
    [
      { Action: "*", Resource: "arn:aws:s3:::reports/*" },
      ["s3:GetObject", "arn:aws:s3:::reports/another"],
    ],
    [
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:*:*:secret:billing/*-??????",
      },
      [
        "secretsmanager:GetSecretValue",
        "arn:aws:secretsmanager:us-east-1:222222222222:secret:billing/another-xxxxxx",
      ],
    ],
  ];
  for (const [statement, request] of cases) {
    it(`ask for ${request.join(" on ")}`, async () => {
      const policies = [readPolicy(SECRET), policy({ Effect: "Allow", ...statement })];
      const { claims } = await prove(oneReader({ policies }), { claims: ["role-contained"] });
      const found = claims[0]?.counterexample?.request;
      assert.deepStrictEqual([found?.action, found?.resource], request);
    });
  }
});
