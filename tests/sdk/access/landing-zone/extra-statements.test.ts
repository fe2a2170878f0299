import { deepStrictEqual } from "node:assert";

import { extraStatements } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { parseInventory } from "../../../../sdk/grant";
import { inventoryText } from "../../grant/support";

function problems(statement: object): string[] {
  const base = {
    Sid: "Audit",
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:*",
    Resource: "*",
  };
  const own = JSON.stringify({ ...base, ...statement });
  const text = inventoryText({
    secrets: `
  own: { account: a }
  foreign:
    account: b
    key: pods
    sealed: true
    extraPolicyStatements:
      - ${own}`,
  });
  const parsed = parseInventory(text, "zone.yaml", [extraStatements]);
  if (!("problems" in parsed)) return [];
  return parsed.problems.map(({ column, line, message }) => `${line}:${column} ${message}`);
}

describe("extraStatements", () => {
  it("is content with statements that AWS knows", () => {
    deepStrictEqual(problems({}), []);
    const Condition = { StringNotEquals: { "aws:PrincipalTag/team": "audit" } };
    deepStrictEqual(problems({ Condition }), []);
  });

  it("rejects, where it stands, what AWS does not know", () => {
    const rule =
      "secrets.foreign.extraPolicyStatements[0] must be a statement of a resource policy:";
    deepStrictEqual(problems({ Conditon: {} }), [
      `13:9 ${rule} unknown element of a statement, got "Conditon"`,
    ]);
    deepStrictEqual(problems({ Condition: { StringEqual: { "aws:PrincipalTag/team": "a" } } }), [
      `13:9 ${rule} unknown condition operator, got "StringEqual"`,
    ]);
    deepStrictEqual(problems({ Action: "GetSecretValue" }), [
      `13:9 ${rule} an action must be written "service:Action", got "GetSecretValue"`,
    ]);
  });

  it("rejects a Sid that a statement of the grants has", () => {
    deepStrictEqual(problems({ Sid: "Sealed" }), [
      '13:16 secrets.foreign.extraPolicyStatements[0].Sid must be another than that of a statement of this package, got "Sealed"; rename yours',
    ]);
  });
});
