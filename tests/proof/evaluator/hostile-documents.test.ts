import assert from "node:assert";
import { evaluateRequest, PolicyGrammarError, parsePolicy } from "../../../proof";
import { evaluate } from "../pods";
import { allowAll, decide, OWN, policy, request, SECRET_ARN, session } from "../support";

/** An object nested so deeply that recursion would overflow the stack. */
function nested(depth: number, key: string): unknown {
  let value: unknown = "bottom";
  for (let level = 0; level < depth; level++) value = { [key]: value };
  return value;
}

function refuses(document: unknown): void {
  assert.throws(() => parsePolicy({ name: "hostile", document }, "identity"), PolicyGrammarError);
}

describe("hostile documents", () => {
  it("are refused where they nest deeper than the grammar", () => {
    const deep = nested(200_000, "Condition");
    refuses(deep);
    refuses({ Statement: deep });
    refuses({ Statement: [{ ...allowAll(), Condition: nested(200_000, "StringEquals") }] });
    refuses({
      Statement: [{ ...allowAll(), Condition: { StringEquals: { "aws:SourceVpc": deep } } }],
    });
    let list: unknown = "*";
    for (let level = 0; level < 200_000; level++) list = [list];
    refuses({ Statement: [{ ...allowAll(), Resource: list }] });
    refuses({ Statement: list });
  });

  it("with a megabyte of statements are decided", () => {
    const statement = { ...allowAll(), Resource: `${SECRET_ARN}?` };
    const many = policy("identity", ...Array(10_000).fill(statement), allowAll());
    assert.ok(JSON.stringify(many).length > 1_000_000);
    assert.strictEqual(decide({ identity: [many] }, request(session(OWN))), "allowed");
  });

  it("with a megabyte in one value are decided, and explained shortly", () => {
    const values = Array.from({ length: 50_000 }, (_, index) => `value-${index}-`.padEnd(20, "x"));
    const Condition = { StringEquals: { "aws:SourceVpc": values } };
    const identity = [policy("identity", { ...allowAll(), Condition })];
    const asked = request(session(OWN), { context: { "aws:SourceVpc": "vpc-1" } });
    const { decision, statements } = evaluateRequest({ identity }, asked);
    assert.strictEqual(decision, "denied");
    assert.ok((statements[0]?.reason.length ?? 0) < 300);
  });

  it("with patterns that invite backtracking are decided", () => {
    for (const unit of ["*a", "a*", "*?a", "?*a", "*a?"]) {
      const pattern = `arn:aws:s3:::${unit.repeat(5_000)}*b`;
      const identity = [policy("identity", { ...allowAll(), Resource: pattern })];
      const asked = request(session(OWN), { resource: `arn:aws:s3:::${"a".repeat(20_000)}` });
      assert.strictEqual(decide({ identity }, asked), "denied");
    }
  });

  it("with texts that invite backtracking in the grammar's own patterns are refused", () => {
    const long = "1".repeat(500_000);
    const dots = "a.".repeat(250_000);
    refuses({
      Statement: { ...allowAll(), Condition: { NumericEquals: { "aws:EpochTime": `${long}x` } } },
    });
    refuses({
      Statement: { ...allowAll(), Condition: { DateEquals: { "aws:CurrentTime": long } } },
    });
    refuses({
      Statement: {
        ...allowAll(),
        Condition: { IpAddress: { "aws:SourceIp": `${":".repeat(500_000)}` } },
      },
    });
    refuses({ Statement: { ...allowAll(), Condition: { StringEquals: { [`${dots}\n`]: "x" } } } });
    refuses({
      Statement: {
        ...allowAll(),
        Condition: { [`ForAnyValue:${"A".repeat(500_000)}`]: { x: "y" } },
      },
    });
    refuses({ Statement: { ...allowAll(), Action: `${"*".repeat(500_000)}!` } });
    const principal = { AWS: `arn:aws:sts::111111111111:assumed-role/${"a".repeat(500_000)}` };
    assert.throws(
      () => parsePolicy(policy("hostile", allowAll(principal)), "resource"),
      PolicyGrammarError,
    );
    const service = { Service: `${"a-".repeat(250_000)}!` };
    assert.throws(
      () => parsePolicy(policy("hostile", allowAll(service)), "resource"),
      PolicyGrammarError,
    );
  });

  it("keep their errors short", () => {
    assert.throws(
      () => parsePolicy({ name: "hostile", document: { Version: "x".repeat(1_000_000) } }, "key"),
      (error: Error) => error.message.length < 300,
    );
  });

  it("with names that JavaScript knows are documents like any other", () => {
    refuses(JSON.parse('{"__proto__": {}, "Statement": []}'));
    refuses({ Statement: [{ ...allowAll(), constructor: "x" }] });
    const documents = JSON.parse('{"secrets": [{"arn": "__proto__"}], "roles": []}');
    assert.strictEqual(evaluate(documents, request(session(OWN))).decision, "denied");
    const tags = JSON.parse('{"__proto__": "a", "constructor": "b"}');
    const Condition = {
      StringEquals: { "aws:PrincipalTag/__proto__": "a", "aws:PrincipalTag/constructor": "b" },
      Null: { "aws:PrincipalTag/toString": "true" },
    };
    const identity = [policy("identity", { ...allowAll(), Condition })];
    assert.strictEqual(decide({ identity }, request(session(OWN, tags))), "allowed");
  });
});
