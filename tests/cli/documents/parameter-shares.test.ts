import { deepStrictEqual, throws } from "node:assert";

import { principalsSharedWith } from "../../../cli/documents/live/parameter-shares";

const [A, B] = ["111111111111", "222222222222"];
const ARN = `arn:aws:ssm:us-east-1:${B}:parameter/flags`;
const policy = (...statements: object[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({
      Effect: "Allow",
      Action: ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:GetParameters"],
      Resource: ARN,
      ...one,
    })),
  });

describe("the resource policies of a live parameter", () => {
  it("say with whom it is shared", () => {
    const role = `arn:aws:iam::${A}:role/reader`;
    const policies = [
      policy({ Principal: { AWS: [`arn:aws:iam::${A}:root`, role] } }),
      policy({ Principal: { AWS: "333333333333" } }, { Effect: "Deny", Principal: "*" }),
    ];
    deepStrictEqual(principalsSharedWith(policies), [
      `arn:aws:iam::${A}:root`,
      role,
      "333333333333",
    ]);
    deepStrictEqual(principalsSharedWith([]), []);
  });

  for (const [title, text] of [
    ["anyone", policy({ Principal: "*" })],
    ["anyone by name", policy({ Principal: { AWS: "*" } })],
    ["a service", policy({ Principal: { Service: "lambda.amazonaws.com" } })],
    ["all but some", policy({ NotPrincipal: { AWS: A } })],
    ["what is no policy", "[]"],
    ["what is no JSON", "{"],
  ] as const) {
    it(`are not understood where they name ${title}`, () => {
      throws(() => principalsSharedWith([text]), /^Error: AWS answers a policy of a parameter/);
    });
  }
});
