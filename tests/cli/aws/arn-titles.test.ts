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

  it("says the kind once, and leaves the mark that ends a clause", () => {
    const role = "arn:aws:iam::111111111111:role/orders";
    strictEqual(
      withNames(`the role ${role}: it trusts the user arn:aws:iam::111111111111:user/a.`),
      "the role orders of account 111111111111: it trusts the user a of account 111111111111.",
    );
  });

  it("takes the names that it is given", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:orders/db-AbC123";
    const names = new Map([[secret, "orders-db"]]);
    strictEqual(
      withNames(`the secret ${secret} and ${secret}`, (arn) => names.get(arn)),
      "the secret orders-db and secret orders-db",
    );
  });

  it("leaves a value in quotation marks, which a policy compares letter by letter", () => {
    const tag = 'eks-cluster-arn = "arn:aws:eks:eu-west-1:111111111111:cluster/shop"';
    strictEqual(withNames(tag), tag);
  });

  it("leaves an ARN that has no such name, or stands for many", () => {
    for (const arn of [
      "arn:aws:iam::111111111111:root",
      "arn:aws:s3:::bucket",
      "arn:aws:iam::111111111111:role/pods-*",
    ]) {
      strictEqual(withNames(arn), arn);
    }
  });
});
