import assert from "node:assert";
import { conditionMatches } from "../support";

const VALUES: Record<string, string> = {
  String: "x",
  Arn: "arn:aws:iam::1:role/x",
  Numeric: "1",
  Date: "2020-01-01",
  Bool: "true",
  Ip: "10.0.0.0/8",
};
const KEY = "aws:SourceArn";

/** Every operator, and whether it holds on a missing key when written plainly. */
const PLAIN: [operator: string, value: keyof typeof VALUES, holds: boolean][] = [
  ["StringEquals", "String", false],
  ["StringNotEquals", "String", true],
  ["StringEqualsIgnoreCase", "String", false],
  ["StringNotEqualsIgnoreCase", "String", true],
  ["StringLike", "String", false],
  ["StringNotLike", "String", true],
  ["ArnEquals", "Arn", false],
  ["ArnLike", "Arn", false],
  ["ArnNotEquals", "Arn", true],
  ["ArnNotLike", "Arn", true],
  ["NumericEquals", "Numeric", false],
  ["NumericNotEquals", "Numeric", true],
  ["NumericLessThan", "Numeric", false],
  ["NumericLessThanEquals", "Numeric", false],
  ["NumericGreaterThan", "Numeric", false],
  ["NumericGreaterThanEquals", "Numeric", false],
  ["DateEquals", "Date", false],
  ["DateNotEquals", "Date", true],
  ["DateLessThan", "Date", false],
  ["DateLessThanEquals", "Date", false],
  ["DateGreaterThan", "Date", false],
  ["DateGreaterThanEquals", "Date", false],
  ["Bool", "Bool", false],
  ["IpAddress", "Ip", false],
  ["NotIpAddress", "Ip", true],
];

describe("conditions on a missing key", () => {
  for (const [operator, value, holds] of PLAIN) {
    const on = (name: string) => conditionMatches({ [name]: { [KEY]: VALUES[value] } }, {});
    it(`${operator} ${holds ? "holds" : "fails"}`, () => {
      assert.strictEqual(on(operator), holds);
    });
    it(`${operator} holds as IfExists and ForAllValues, and fails as ForAnyValue`, () => {
      assert.strictEqual(on(`${operator}IfExists`), true);
      assert.strictEqual(on(`ForAllValues:${operator}`), true);
      assert.strictEqual(on(`ForAllValues:${operator}IfExists`), true);
      assert.strictEqual(on(`ForAnyValue:${operator}`), false);
    });
  }

  it("Null tells a missing key from one that is there", () => {
    for (const [wanted, missing, present] of [
      ["true", true, false],
      ["false", false, true],
      [["true", "false"], true, true],
    ] as const) {
      const condition = { Null: { "aws:TokenIssueTime": wanted } };
      assert.strictEqual(conditionMatches(condition, {}), missing);
      const present1 = conditionMatches(condition, { "aws:TokenIssueTime": "2020-01-01" });
      assert.strictEqual(present1, present);
    }
  });

  it("IfExists compares a key that is there", () => {
    const condition = { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } };
    assert.ok(conditionMatches(condition, { "aws:SourceVpc": "vpc-1" }));
    assert.ok(!conditionMatches(condition, { "aws:SourceVpc": "vpc-2" }));
  });

  it("a key with no values is a missing one", () => {
    const condition = { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "x" } };
    assert.ok(!conditionMatches(condition, { "aws:TagKeys": [] }));
    assert.ok(conditionMatches({ Null: { "aws:TagKeys": "true" } }, { "aws:TagKeys": [] }));
    assert.ok(conditionMatches({ Null: { "aws:TagKeys": "true" } }, {}));
  });
});

// IAM User Guide, reference_policies_condition-single-vs-multi-valued-context-keys: the set operators' examples.
describe("set operators", () => {
  const rows: [operator: string, given: string[], holds: boolean][] = [
    ["ForAllValues:StringEquals", ["environment", "cost-center"], true],
    ["ForAllValues:StringEquals", ["environment", "other"], false],
    ["ForAllValues:StringEquals", ["environment"], true],
    ["ForAnyValue:StringEquals", ["environment", "other"], true],
    ["ForAnyValue:StringEquals", ["other"], false],
    ["ForAllValues:StringNotEquals", ["other"], true],
    ["ForAllValues:StringNotEquals", ["environment", "other"], false],
    ["ForAnyValue:StringNotEquals", ["environment", "other"], true],
    ["ForAnyValue:StringNotEquals", ["environment"], false],
    ["StringEquals", ["other", "environment"], true],
    ["StringNotEquals", ["other", "environment"], false],
  ];
  for (const [operator, given, holds] of rows) {
    it(`${operator} ${holds ? "holds" : "fails"} on ${given.join(" and ")}`, () => {
      const condition = { [operator]: { "aws:TagKeys": ["environment", "cost-center"] } };
      assert.strictEqual(conditionMatches(condition, { "aws:TagKeys": given }), holds);
    });
  }

  // The same page: ForAllValues "also returns true … if the context key value resolves to a null dataset, such as an empty
  // string", where ForAnyValue returns false, and a Null operator with "false" keeps such values out.
  for (const [condition, holds] of [
    [{ "ForAllValues:StringEquals": { "aws:PrincipalTag/team": "a" } }, true],
    [{ "ForAllValues:StringNotEquals": { "aws:PrincipalTag/team": "" } }, true],
    [{ "ForAnyValue:StringNotEquals": { "aws:PrincipalTag/team": "a" } }, false],
    [{ "ForAnyValue:StringEqualsIfExists": { "aws:PrincipalTag/team": "" } }, false],
    [{ Null: { "aws:PrincipalTag/team": "true" } }, true],
    [{ Null: { "aws:PrincipalTag/team": "false" } }, false],
    [{ StringEquals: { "aws:PrincipalTag/team": "" } }, true],
    [{ StringEqualsIfExists: { "aws:PrincipalTag/team": "a" } }, false],
  ] as const) {
    it(`${JSON.stringify(condition)} ${holds ? "holds" : "fails"} on an empty value`, () => {
      assert.strictEqual(conditionMatches(condition, {}, { team: "" }), holds);
    });
  }
});
