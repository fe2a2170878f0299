import { notStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";

import {
  clusterArn,
  parameterArn,
  parseArn,
  partitionOf,
  type Reader,
  readerRoleName,
  roleArn,
  secretArn,
  targetRoleName,
  viaService,
} from "../../../sdk/grant";

const letters = (characters: string, most: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: most });
const name = letters("ab-", 63);

const readers: fc.Arbitrary<Reader> = fc.record({
  clusterArn: fc
    .tuple(
      fc.constantFrom("111111111111", "222222222222"),
      fc.constantFrom("us-east-1", "cn-north-1"),
      letters("aB-_", 100),
    )
    .map(([account, region, cluster]) => clusterArn({ account, region }, cluster)),
  namespace: name,
  serviceAccount: letters("ab-.", 253),
});

describe("role names", () => {
  it("fit IAM's 64 characters and alphabet", () => {
    fc.assert(
      fc.property(readers, (reader) => {
        for (const roleName of [readerRoleName(reader), targetRoleName(reader)]) {
          ok(/^[\w+=,.@-]{1,64}$/.test(roleName), roleName);
        }
      }),
    );
  });

  it("differ for different readers, and depend on nothing else", () => {
    fc.assert(
      fc.property(readers, readers, (one, other) => {
        const areSame = JSON.stringify(one) === JSON.stringify(other);
        strictEqual(readerRoleName(one) === readerRoleName(other), areSame);
        strictEqual(readerRoleName(one), readerRoleName({ ...one }));
        notStrictEqual(readerRoleName(one), targetRoleName(one));
      }),
    );
  });

  it("differ where the joined names read alike", () => {
    const cluster = clusterArn({ account: "111111111111", region: "us-east-1" }, "c");
    const one = { clusterArn: cluster, namespace: "a-b", serviceAccount: "c" };
    const other = { clusterArn: cluster, namespace: "a", serviceAccount: "b-c" };
    notStrictEqual(readerRoleName(one), readerRoleName(other));
  });

  it("stay what they are from version to version", () => {
    const cluster = clusterArn({ account: "111111111111", region: "us-east-1" }, "shop");
    const reader = { clusterArn: cluster, namespace: "orders", serviceAccount: "orders-api" };
    strictEqual(readerRoleName(reader), "shop-orders-orders-api-2e17682bfa6a");
    strictEqual(targetRoleName(reader), "shop-orders-orders-api-target-51b59ed03c2b");
  });
});

describe("partitions and ARNs", () => {
  it("know every region's partition", () => {
    const partitions: Record<string, string> = {
      "us-east-1": "aws",
      "eu-central-1": "aws",
      "mx-central-1": "aws",
      "cn-north-1": "aws-cn",
      "us-gov-west-1": "aws-us-gov",
      "us-iso-east-1": "aws-iso",
      "us-isob-east-1": "aws-iso-b",
      "eu-isoe-west-1": "aws-iso-e",
      "us-isof-south-1": "aws-iso-f",
      "eusc-de-east-1": "aws-eusc",
    };
    for (const [region, partition] of Object.entries(partitions)) {
      strictEqual(partitionOf(region), partition);
    }
  });

  it("end kms:ViaService the same way in every partition", () => {
    strictEqual(
      viaService("secretsmanager", "cn-north-1"),
      "secretsmanager.cn-north-1.amazonaws.com",
    );
    strictEqual(viaService("ssm", "us-gov-west-1"), "ssm.us-gov-west-1.amazonaws.com");
  });

  it("write what parseArn reads", () => {
    const at = { account: "222222222222", region: "cn-north-1" };
    const secret = secretArn(at, "orders/db", "a1B2c3");
    strictEqual(
      secret,
      "arn:aws-cn:secretsmanager:cn-north-1:222222222222:secret:orders/db-a1B2c3",
    );
    strictEqual(parseArn(secret)?.resource, "secret:orders/db-a1B2c3");
  });

  it("keep a role's path, and double no slash of a parameter", () => {
    strictEqual(roleArn("aws", "111111111111", "/", "r"), "arn:aws:iam::111111111111:role/r");
    strictEqual(
      roleArn("aws", "111111111111", "/pods/", "r"),
      "arn:aws:iam::111111111111:role/pods/r",
    );
    const at = { account: "111111111111", region: "us-east-1" };
    strictEqual(parameterArn(at, "/a/b"), "arn:aws:ssm:us-east-1:111111111111:parameter/a/b");
    strictEqual(parameterArn(at, "a"), "arn:aws:ssm:us-east-1:111111111111:parameter/a");
  });
});
