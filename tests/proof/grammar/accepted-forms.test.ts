import assert from "node:assert";
import { PolicyGrammarError, parsePolicy } from "../../../proof";
import { allowAll, conditionMatches, decide, OWN, policy, request, session } from "../support";

const KEY = "aws:SourceVpc";

function read(statement: object) {
  return parsePolicy(
    { name: "x", document: { Version: "2012-10-17", Statement: { ...allowAll(), ...statement } } },
    "identity",
  );
}

/** A condition, the value of `aws:SourceVpc` in the request or undefined where it is missing, and whether it holds. */
type Row = [condition: object, given: string | undefined, holds: boolean];

const AWS_CHECKS =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

describe("forms that AWS accepts", () => {
  const rows: Row[] = [
    // AWS's sample control policies write operators in another case.
    [{ Stringlike: { [KEY]: "v*" } }, "vpc", true],
    [{ Stringlike: { [KEY]: "v*" } }, "x", false],
    [{ "foranyvalue:STRINGNOTEQUALSIFEXISTS": { [KEY]: "a" } }, "b", true],
    [{ "foranyvalue:STRINGNOTEQUALSIFEXISTS": { [KEY]: "a" } }, "a", false],
    [{ nUlL: { [KEY]: "true" } }, undefined, true],
    [{ Bool: { [KEY]: "True" } }, "true", true],
    [{ Bool: { [KEY]: "FALSE" } }, "true", false],
    [{ Null: { [KEY]: "True" } }, undefined, true],
    // IAM User Guide, condition operators: a binary value is written in base64.
    [{ BinaryEquals: { [KEY]: "QmluYXJ5" } }, "QmluYXJ5", true],
    [{ BinaryEquals: { [KEY]: "QmluYXJ5" } }, "qmluYXJ5", false],
    [{ BinaryEqualsIfExists: { [KEY]: "QQ==" } }, undefined, true],
    // AWS_CHECKS, "Null with qualifier": they always return true or false respectively.
    [{ "ForAllValues:Null": { [KEY]: "true" } }, "vpc", true],
    [{ "ForAllValues:Null": { [KEY]: "true" } }, undefined, true],
    [{ "ForAnyValue:Null": { [KEY]: "true" } }, undefined, false],
    [{ "ForAnyValue:Null": { [KEY]: "false" } }, "vpc", false],
    // AWS_CHECKS, "Empty array condition ForAllValues", "ForAnyValue", "IfExists".
    [{ "ForAllValues:StringLike": { [KEY]: [] } }, undefined, true],
    [{ "ForAllValues:StringLike": { [KEY]: [] } }, "vpc", false],
    [{ "ForAnyValue:StringEquals": { [KEY]: [] } }, undefined, false],
    [{ "ForAnyValue:StringEquals": { [KEY]: [] } }, "vpc", false],
    [{ StringEqualsIfExists: { [KEY]: [] } }, undefined, true],
    [{ StringEqualsIfExists: { [KEY]: [] } }, "vpc", false],
    // AWS_CHECKS, "Empty object condition": it does not affect the policy, whatever the operator is called.
    [{ StringEquals: {} }, undefined, true],
    [{ "no-operator": {} }, undefined, true],
  ];
  for (const [condition, given, holds] of rows) {
    it(`reads ${JSON.stringify(condition)}: ${holds} of ${given ?? "a missing key"}`, () => {
      const context: Record<string, string> = given === undefined ? {} : { [KEY]: given };
      assert.strictEqual(conditionMatches(condition, context), holds, AWS_CHECKS);
    });
  }

  for (const date of ["2026-01-01t00:00:00z", "2026-01-01T01:00:00+01", "2026-01-01T0:0Z"]) {
    it(`reads the date ${date}`, () => {
      const condition = { DateEquals: { "aws:CurrentTime": date } };
      assert.ok(conditionMatches(condition, { "aws:CurrentTime": "2026-01-01T00:00:00Z" }));
    });
  }

  it("reads actions that no service has", () => {
    const identity = [
      policy("identity", { ...allowAll(), Action: ["iam: as df ", "s3.s:Get", "a:b-c"] }),
    ];
    assert.strictEqual(decide({ identity }, request(session(OWN))), "denied");
    const asked = request(session(OWN), { action: "S3.S:get" });
    assert.strictEqual(decide({ identity }, asked), "allowed");
  });

  it("reads a null beside resources, which names none", () => {
    const { Resource } = allowAll() as { Resource: string };
    const identity = [policy("identity", { ...allowAll(), Resource: [null, "arn:aws:s3:::x"] })];
    const asked = (resource: string) => request(session(OWN), { action: "s3:GetObject", resource });
    assert.strictEqual(decide({ identity }, asked("arn:aws:s3:::x")), "allowed");
    assert.strictEqual(decide({ identity }, asked("arn:aws:s3:::null")), "denied");
    assert.throws(() => read({ Resource: [null] }), PolicyGrammarError);
    assert.throws(() => read({ Action: [null, "s3:GetObject"], Resource }), PolicyGrammarError);
  });

  const refused: [what: string, statement: object][] = [
    // Of one without a set AWS says in one breath that it returns true and that it provides no permissions.
    ["an empty list without a set", { Condition: { StringEquals: { [KEY]: [] } } }],
    ["a negated empty list", { Condition: { "ForAllValues:StringNotLike": { [KEY]: [] } } }],
    [
      "an empty list in a set, if it exists",
      { Condition: { "ForAnyValue:StringLikeIfExists": { [KEY]: [] } } },
    ],
    ["an unknown operator", { Condition: { x: { [KEY]: "1" } } }],
    ["two set operators", { Condition: { "ForAnyValue::StringEquals": { [KEY]: "1" } } }],
    [
      "an operator twice",
      { Condition: { StringLike: { [KEY]: "1" }, stringlike: { [KEY]: "2" } } },
    ],
    ["text that is no base64", { Condition: { BinaryEquals: { [KEY]: "Q" } } }],
    ["a byte written in two ways", { Condition: { BinaryEquals: { [KEY]: "QR==" } } }],
    ["an effect in another case", { Effect: "denY" }],
    ["an action with two colons", { Action: "s3:List:Bucket" }],
    ["an action without a service", { Action: "ListBucket" }],
    ["a service with a space", { Action: "a a:ListBucket" }],
    ["a date with a zone of one digit", date("2016-12-13t2:00:00.593194+1")],
    ["a date with ten digits of a second", date("2016-12-13t2:00:00.1999999999+10:59")],
    ["a month of no year", date("234-13")],
    ["a resource that is no ARN", { Resource: "invalid resource" }],
    ["a resource without a prefix", { Resource: "aws:s3:::example_bucket" }],
    ["both Resource and NotResource", { NotResource: [] }],
  ];
  for (const [what, statement] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => read(statement), PolicyGrammarError);
    });
  }
});

function date(text: string): object {
  return { Condition: { DateLessThanEquals: { "aws:CurrentTime": text } } };
}
