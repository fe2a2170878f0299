import { deepStrictEqual, match, ok } from "node:assert";

import { concernsReading } from "../../../cli/documents/live/concerns-reading";
import { otherRole } from "../../../cli/documents/live/other-roles";
import { allow, deny, document } from "../../fixtures/cross-account-documents";

const ARN = "arn:aws:iam::222222222222:role/batch";
const READS = document(allow({ Action: "secretsmanager:*", Resource: "*" }));
const OTHER = document(allow({ Action: ["s3:*", "kms:Encrypt"], Resource: "*" }));
const ODD = document(allow({ Action: "*", Resource: "*", Condition: { StrEquals: { a: "b" } } }));

describe("concernsReading", () => {
  const cases: [boolean, string, unknown][] = [
    [true, "a read by its name, in any case", allow({ Action: "SecretsManager:getSecretValue" })],
    [true, "a pattern over a read", allow({ Action: ["s3:*", "kms:De??ypt"] })],
    [true, "everything", allow({ Action: "*" })],
    [true, "a denial of a read", deny({ Action: "ssm:Get*" })],
    [true, "an exception from everything", allow({ NotAction: "s3:*" })],
    [true, "what it cannot read", "nonsense"],
    [
      false,
      "other actions only",
      allow({ Action: ["s3:*", "kms:Encrypt", "secretsmanager:List*"] }),
    ],
  ];
  for (const [expected, title, statement] of cases) {
    it(`is ${expected} of ${title}`, () => {
      deepStrictEqual(concernsReading({ Version: "2012-10-17", Statement: statement }), expected);
    });
  }
});

describe("otherRole", () => {
  it("keeps of a role what can matter to who reads", () => {
    const role = {
      arn: ARN,
      trust: document(),
      policies: [OTHER, READS],
      permissionsBoundary: READS,
    };
    deepStrictEqual(otherRole(role), { ...role, policies: [READS] });
  });

  it("does not need to understand what cannot matter", () => {
    const odd = document(allow({ Action: "s3:*", Resource: "*", Condition: { X: {} } }));
    const role = otherRole({ arn: ARN, trust: ODD, policies: [odd], permissionsBoundary: ODD });
    deepStrictEqual(role, { arn: ARN, trust: null, policies: [], permissionsBoundary: null });
  });

  it("leaves open who reads where it does not understand what a role may do", () => {
    for (const odd of [{ policies: [ODD] }, { policies: [READS], permissionsBoundary: ODD }]) {
      const result = otherRole({ arn: ARN, ...odd });
      ok("claim" in result);
      deepStrictEqual(
        [result.claim, result.result, result.subject],
        ["read-exclusive", "unknown", ARN],
      );
      match(result.reason ?? "", /StrEquals/);
    }
  });
});
