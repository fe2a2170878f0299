import { deepStrictEqual, strictEqual } from "node:assert";
import * as fc from "fast-check";

import { secretKeyPolicy } from "../../../sdk/policy";
import { stableSid } from "../../../sdk/policy/document";
import { roleArn, secretArn, sids } from "./scope";

const owner = {
  keyArn: "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555",
};
const administration = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::222222222222:root" },
  Action: "kms:*",
  Resource: "*",
};

describe("secretKeyPolicy", () => {
  it("lets the owner administer, and one role decrypt one secret through Secrets Manager", () => {
    const policy = secretKeyPolicy({
      ...owner,
      secrets: [{ encryptionContextArns: [secretArn], readerRoleArns: [roleArn] }],
    });
    deepStrictEqual(policy, {
      Version: "2012-10-17",
      Id: "cross-account-access",
      Statement: [
        administration,
        {
          Sid: stableSid(["ReadersDecryptThroughSecretsManager"], roleArn),
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111111111111:root" },
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: {
            ArnEquals: { "aws:PrincipalArn": roleArn },
            StringEquals: {
              "kms:CallerAccount": "111111111111",
              "kms:EncryptionContext:SecretARN": secretArn,
              "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
            },
          },
        },
      ],
    });
  });

  it("says nothing of readers of the owner's account: their identity policy decides", () => {
    const own = "arn:aws:iam::222222222222:role/own";
    const policy = secretKeyPolicy({
      ...owner,
      secrets: [{ encryptionContextArns: [secretArn], readerRoleArns: [own] }],
    });
    deepStrictEqual(policy.Statement, [administration]);
  });

  it("demands the organization where one is given", () => {
    const policy = secretKeyPolicy({
      ...owner,
      organizationId: "o-exampleorg",
      secrets: [{ encryptionContextArns: [secretArn], readerRoleArns: [roleArn] }],
    });
    strictEqual(
      policy.Statement[1]?.Condition?.StringEquals?.["aws:PrincipalOrgID"],
      "o-exampleorg",
    );
  });

  it("keeps the user's own statements as they are, after its own", () => {
    const own = {
      ...administration,
      Sid: "Backup",
      Effect: "Allow" as const,
      Action: "kms:DescribeKey",
    };
    deepStrictEqual(secretKeyPolicy({ ...owner, secrets: [], extraStatements: [own] }).Statement, [
      administration,
      own,
    ]);
  });

  it("joins secrets with the same readers in one statement, and no others", () => {
    const second = secretArn.replace("secret-b", "secret-c");
    const third = secretArn.replace("secret-b", "secret-d");
    const other = `${roleArn}-2`;
    const policy = secretKeyPolicy({
      ...owner,
      secrets: [
        { encryptionContextArns: [secretArn], readerRoleArns: [roleArn] },
        { encryptionContextArns: [second], readerRoleArns: [roleArn] },
        { encryptionContextArns: [third], readerRoleArns: [roleArn, other] },
      ],
    });
    strictEqual(sids(policy).length, 3);
  });

  it("grants exactly the declared pairs of role and secret, never their cross product", () => {
    const role = fc.constantFrom(
      ...["111111111111", "333333333333"].flatMap((account) =>
        ["a", "b", "c"].map((name) => `arn:aws:iam::${account}:role/${name}`),
      ),
    );
    const secrets = fc.uniqueArray(
      fc.record({
        encryptionContextArns: fc
          .integer({ min: 0, max: 9 })
          .map((n) => [secretArn.replace("secret-b", `secret-${n}`)]),
        readerRoleArns: fc.uniqueArray(role, { maxLength: 6 }),
      }),
      { selector: ({ encryptionContextArns }) => encryptionContextArns[0], maxLength: 8 },
    );
    fc.assert(
      fc.property(secrets, (declared) => {
        const granted = secretKeyPolicy({ ...owner, secrets: declared }).Statement.flatMap(
          ({ Condition }) =>
            list(Condition?.ArnEquals?.["aws:PrincipalArn"]).flatMap((arn) =>
              list(Condition?.StringEquals?.["kms:EncryptionContext:SecretARN"]).map(
                (secret) => `${arn} ${secret}`,
              ),
            ),
        );
        const pairs = declared.flatMap(({ encryptionContextArns, readerRoleArns }) =>
          readerRoleArns.map((arn) => `${arn} ${encryptionContextArns[0]}`),
        );
        deepStrictEqual(granted.sort(), pairs.sort());
      }),
    );
  });
});

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}
