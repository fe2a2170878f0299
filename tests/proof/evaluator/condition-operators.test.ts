import assert from "node:assert";
import { conditionMatches } from "../support";

/** Operator, the document's value, the request's value, and whether the condition holds. */
type Row = [operator: string, wanted: unknown, given: string | string[], holds: boolean];

// IAM User Guide, reference_policies_elements_condition_operators.
const STRINGS: Row[] = [
  ["StringEquals", "Blue", "Blue", true],
  ["StringEquals", "Blue", "blue", false],
  ["StringEquals", "Bl*", "Blue", false],
  ["StringEquals", "Bl*", "Bl*", true],
  ["StringEquals", ["Red", "Blue"], "Blue", true],
  ["StringNotEquals", "Blue", "Blue", false],
  ["StringNotEquals", "Blue", "blue", true],
  ["StringNotEquals", ["Red", "Blue"], "Blue", false],
  ["StringEqualsIgnoreCase", "Blue", "bLUE", true],
  ["StringEqualsIgnoreCase", "Blue", "Red", false],
  ["StringNotEqualsIgnoreCase", "Blue", "bLUE", false],
  ["StringLike", "B*e", "Blue", true],
  ["StringLike", "B*e", "blue", false],
  ["StringLike", "B??e", "Blue", true],
  ["StringNotLike", "B*e", "Blue", false],
  ["StringNotLike", ["x", "B*e"], "Blue", false],
  ["StringNotLike", "B*e", "Green", true],
  ["StringEquals", 7, "7", true],
  ["StringEquals", true, "true", true],
];

const NUMBERS: Row[] = [
  ["NumericEquals", "10", "10.0", true],
  ["NumericEquals", 10, "11", false],
  ["NumericEquals", [9, 10], "10", true],
  ["NumericEquals", "10", "ten", false],
  ["NumericNotEquals", "10", "10", false],
  ["NumericNotEquals", "10", "11", true],
  ["NumericLessThan", "10", "9", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericGreaterThan", "10", "10", false],
  ["NumericGreaterThan", "10", "100", true],
  ["NumericGreaterThanEquals", "10", "10", true],
  ["NumericGreaterThanEquals", "-1.5", "-1.6", false],
];

const DATES: Row[] = [
  ["DateEquals", "2020-04-01T00:00:00Z", "2020-04-01T02:00:00+02:00", true],
  ["DateEquals", "2020-04-01", "2020-04-01T00:00:00Z", true],
  ["DateEquals", "1585699200", "2020-04-01T00:00:00Z", true],
  ["DateEquals", ["2020-04-02", "2020-04-01"], "2020-04-01T00:00:00Z", true],
  ["DateNotEquals", "2020-04-01", "2020-04-01T00:00:00Z", false],
  ["DateLessThan", "2020-04-01T00:00:00Z", "2020-03-31T23:59:59Z", true],
  ["DateLessThan", "2020-04-01T00:00:00Z", "2020-04-01T00:00:00Z", false],
  ["DateLessThanEquals", "2020-04-01T00:00:00Z", "2020-04-01T00:00:00Z", true],
  ["DateGreaterThan", "2020-04-01T00:00:00.5Z", "2020-04-01T00:00:01Z", true],
  ["DateGreaterThanEquals", "2020-04-01", "2020-03-31", false],
];

const ADDRESSES: Row[] = [
  ["IpAddress", "203.0.113.0/24", "203.0.113.255", true],
  ["IpAddress", "203.0.113.0/24", "203.0.114.0", false],
  ["IpAddress", "203.0.113.5/24", "203.0.113.1", true],
  ["IpAddress", "203.0.113.5", "203.0.113.5", true],
  ["IpAddress", "0.0.0.0/0", "255.255.255.255", true],
  ["IpAddress", "0.0.0.0/0", "2001:db8::1", false],
  ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678:ffff::1", true],
  ["IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5679::", false],
  ["IpAddress", "::ffff:1.2.3.4", "::ffff:102:304", true],
  ["IpAddress", "203.0.113.0/24", "nonsense", false],
  ["IpAddress", ["10.0.0.0/8", "203.0.113.0/24"], "203.0.113.1", true],
  ["NotIpAddress", "203.0.113.0/24", "203.0.113.1", false],
  ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
];

const BOOLEANS: Row[] = [
  ["Bool", "true", "true", true],
  ["Bool", true, "true", true],
  ["Bool", "true", "false", false],
  ["Bool", ["true", "false"], "false", true],
  ["Bool", "true", "TRUE", false],
];

const ARN = "arn:aws:iam::111111111111:role/pods/app";
const ARNS: Row[] = [
  ["ArnEquals", ARN, ARN, true],
  ["ArnEquals", "arn:aws:iam::111111111111:role/*", ARN, true],
  ["ArnLike", "arn:aws:iam::*:role/pods/???", ARN, true],
  ["ArnLike", "arn:aws:iam::111111111111:role/app", ARN, false],
  ["ArnLike", "arn:aws:iam::111111111111:ROLE/*", ARN, false],
  ["ArnEquals", ["arn:aws:iam::*:user/*", ARN], ARN, true],
  ["ArnEquals", "*", ARN, false],
  ["ArnNotEquals", ARN, ARN, false],
  ["ArnNotEquals", "arn:aws:iam::*:role/*", ARN, false],
  ["ArnNotLike", "*", ARN, true],
  ["ArnNotLike", "arn:aws:iam::*:user/*", ARN, true],
];

const TABLES: [title: string, key: string, rows: Row[]][] = [
  ["strings", "secretsmanager:VersionStage", STRINGS],
  ["numbers", "aws:MultiFactorAuthAge", NUMBERS],
  ["dates", "aws:CurrentTime", DATES],
  ["addresses", "aws:SourceIp", ADDRESSES],
  ["booleans", "aws:MultiFactorAuthPresent", BOOLEANS],
  ["ARNs", "aws:SourceArn", ARNS],
];

describe("condition operators", () => {
  for (const [title, key, rows] of TABLES) {
    describe(title, () => {
      for (const [operator, wanted, given, holds] of rows) {
        const words = `${JSON.stringify(wanted)} ${holds ? "holds" : "fails"} on ${given}`;
        it(`${operator} ${words}`, () => {
          const condition = { [operator]: { [key]: wanted } };
          assert.strictEqual(conditionMatches(condition, { [key]: given }), holds);
        });
      }
    });
  }

  it("compares names of keys without regard to case, tag keys included", () => {
    const condition = {
      StringEquals: { "AWS:principaltag/TEAM": "red", "Kms:EncryptionContext:secretarn": "x" },
    };
    const context = { "kms:EncryptionContext:SecretARN": "x" };
    assert.ok(conditionMatches(condition, context, { Team: "red" }));
    assert.ok(!conditionMatches(condition, context, { Team: "RED" }));
  });

  it("needs every operator and every key, and one value of each", () => {
    const condition = {
      StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"], "aws:UserAgent": "cli" },
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    };
    const all = {
      "aws:SourceVpc": "vpc-2",
      "aws:UserAgent": "cli",
      "aws:MultiFactorAuthPresent": "true",
    };
    assert.ok(conditionMatches(condition, all));
    for (const key of Object.keys(all)) {
      assert.ok(!conditionMatches(condition, { ...all, [key]: "other" }), key);
    }
  });
});

const VALUES: Record<string, string> = {
  String: "x",
  Arn: "arn:aws:iam::1:role/x",
  Numeric: "1",
  Date: "2020-01-01",
  Bool: "true",
  Ip: "10.0.0.0/8",
};
const KEY = "aws:SourceArn";

/** Every operator, and whether a plain condition with it holds if the key is missing. */
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
