import { strictEqual } from "node:assert";

import { withNames } from "../../../cli/aws/arn-titles";

describe("withNames", () => {
  for (const [arn, title] of [
    [
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:orders/db-AbC123",
      "secret orders/db of account 111111111111",
    ],
    [
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:orders-new",
      "secret orders-new of account 111111111111",
    ],
    ["arn:aws:iam::111111111111:role/pods/orders", "role orders of account 111111111111"],
    ["arn:aws:ssm:eu-west-1:111111111111:parameter/a/b", "parameter /a/b of account 111111111111"],
    ["arn:aws:eks:eu-west-1:111111111111:cluster/shop", "cluster shop of account 111111111111"],
    ["arn:aws:kms:eu-west-1:111111111111:key/1234", "key 1234 of account 111111111111"],
  ] as const) {
    it(`names ${arn}`, () => strictEqual(withNames(`${arn}, and`), `${title}, and`));
  }

  it("leaves an ARN that has no such name", () => {
    for (const arn of ["arn:aws:iam::111111111111:root", "arn:aws:s3:::bucket"]) {
      strictEqual(withNames(arn), arn);
    }
  });
});
