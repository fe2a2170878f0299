import assert from "node:assert";

import { parsePolicy } from "../../../../proof";
import { mayHold } from "../../../../proof/prover/documents/may-match";
import { allowAll, policy } from "../../support";

const TAGGED = { service: "secretsmanager", tags: { Team: "red", Empty: "" } };

/** Whether a condition may hold for a secret with the tag `Team` and the empty tag `Empty`. */
function holds(operator: string, key: string, value: string | string[]): boolean {
  const document = policy("one", { ...allowAll(), Condition: { [operator]: { [key]: value } } });
  const [condition] = parsePolicy(document, "identity").statements[0]?.conditions ?? [];
  assert.ok(condition);
  return mayHold(condition, TAGGED);
}

describe("a condition on the tags of a resource", () => {
  const rows: [operator: string, key: string, value: string | string[], may: boolean][] = [
    ["StringEquals", "aws:ResourceTag/team", "red", true],
    ["StringEquals", "aws:ResourceTag/team", ["blue", "red"], true],
    ["StringEquals", "aws:ResourceTag/team", "blue", false],
    ["StringEquals", "aws:ResourceTag/stage", "red", false],
    ["StringEquals", "secretsmanager:ResourceTag/TEAM", "blue", false],
    ["StringLike", "aws:ResourceTag/team", "r*", true],
    ["StringLike", "aws:ResourceTag/team", "b*", false],
    ["StringEqualsIgnoreCase", "aws:ResourceTag/team", "RED", true],
    ["StringEqualsIgnoreCase", "aws:ResourceTag/stage", "RED", false],
    ["ForAnyValue:StringEquals", "aws:ResourceTag/team", "blue", false],
    ["Null", "aws:ResourceTag/team", "true", false],
    ["Null", "aws:ResourceTag/team", "false", true],
    ["Null", "aws:ResourceTag/stage", "true", true],
    ["Null", "aws:ResourceTag/stage", "false", false],
    ["Null", "aws:ResourceTag/empty", "true", true],
    ["Null", "aws:ResourceTag/empty", "false", false],
    ["ForAllValues:Null", "aws:ResourceTag/team", "true", true],
    ["ForAllValues:Null", "aws:ResourceTag/stage", "false", true],
    ["ForAnyValue:Null", "aws:ResourceTag/team", "false", false],
    // The secret's tags do not decide a condition on another service's tags or on something else.
    ["StringEquals", "kms:ResourceTag/team", "blue", true],
    ["StringEquals", "aws:PrincipalTag/team", "blue", true],
    // The condition holds if the key is missing, or if texts differ.
    ["StringNotEquals", "aws:ResourceTag/team", "blue", true],
    ["StringNotEquals", "aws:ResourceTag/stage", "blue", true],
    ["StringEqualsIfExists", "aws:ResourceTag/stage", "blue", true],
    ["ForAllValues:StringEquals", "aws:ResourceTag/stage", "blue", true],
    ["NumericLessThan", "aws:ResourceTag/team", "5", true],
  ];
  for (const [operator, key, value, may] of rows) {
    it(`${may ? "may" : "cannot"} hold: ${operator} ${key} ${value}`, () => {
      assert.strictEqual(holds(operator, key, value), may);
    });
  }
});
