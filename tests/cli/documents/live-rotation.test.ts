import { deepStrictEqual } from "node:assert";

import {
  foundRotations,
  rotationOf,
  withRotationOfPrimary,
} from "../../../cli/documents/live/rotation";
import { column } from "../../facts";

const ROLE = "arn:aws:iam::222222222222:role/rotate";
const LAMBDA = "arn:aws:lambda:us-east-1:222222222222:function:rotate";
const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-AbCdEf";
const REPLICA = ARN.replace("us-east-1", "us-west-2");

describe("the rotation of a live secret", () => {
  const existing = { existingArn: ARN };
  const byFunction = { RotationEnabled: true, RotationLambdaARN: LAMBDA };
  const external = { RotationEnabled: true, ExternalSecretRotationRoleArn: ROLE };
  const cases: [string, Parameters<typeof rotationOf>, ReturnType<typeof rotationOf>][] = [
    ["is none where AWS says none", [{}, {}], undefined],
    ["is none where it was cancelled", [{}, { ...byFunction, RotationEnabled: false }], undefined],
    ["is the inventory's", [{ rotation: { roleArn: ROLE } }, byFunction], { role: ROLE }],
    [
      "is the inventory's, not AWS's",
      [{ ...existing, rotation: { roleArn: `${ROLE}-2` } }, external],
      { role: `${ROLE}-2` },
    ],
    [
      "has an unknown role where the inventory does not say it",
      [{ rotation: {} }, byFunction],
      { role: null },
    ],
    ["has an unknown role where somebody set a function", [{}, byFunction], { role: null }],
    ["has an unknown role where somebody set one", [{}, external], { role: null }],
    ["has the role of a managed external secret that exists", [existing, external], { role: ROLE }],
  ];
  for (const [title, [secret, found], expected] of cases) {
    it(title, () => {
      deepStrictEqual(rotationOf(secret, found), expected);
    });
  }

  it("is that of the primary also for a replica", () => {
    const other = { arn: ARN.replace("db-", "other-") };
    const secrets = [{ arn: REPLICA }, { arn: ARN, rotation: { role: ROLE } }, other];
    deepStrictEqual(column(withRotationOfPrimary(secrets), "rotation"), [
      { role: ROLE },
      { role: ROLE },
      undefined,
    ]);
  });

  it("is told where AWS alone names the role", () => {
    const secrets = [{ arn: ARN, rotation: { role: ROLE } }];
    deepStrictEqual(foundRotations([existing], secrets), [
      `${ROLE} rotates ${ARN}, as AWS says, and counts as a declared reader`,
    ]);
    deepStrictEqual(foundRotations([{ ...existing, rotation: { roleArn: ROLE } }], secrets), []);
  });
});
