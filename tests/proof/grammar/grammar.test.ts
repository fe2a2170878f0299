import assert from "node:assert";
import { PolicyGrammarError, type PolicyKind, parsePolicy } from "../../../proof";
import { allowAll, conditionMatches, decide, OWN, policy, request, session } from "../support";

const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };
const RESOURCE = { ...IDENTITY, Principal: "*" };

function statement(kind: PolicyKind, ...statements: unknown[]) {
  return parsePolicy(
    { name: "the document", document: { Version: "2012-10-17", Statement: statements } },
    kind,
  );
}

function principal(value: unknown, element = "Principal") {
  const { Principal: _, ...rest } = RESOURCE;
  return statement("resource", { ...rest, [element]: value }).statements[0]?.principal;
}

function condition(value: unknown) {
  return statement("identity", { ...IDENTITY, Condition: value }).statements[0]?.conditions;
}

describe("parsePolicy", () => {
  it("reads single values, lists and a single statement alike", () => {
    const one = { Version: "2012-10-17", Statement: IDENTITY };
    const lists = {
      Version: "2012-10-17",
      Statement: [{ ...IDENTITY, Action: ["a:B"], Resource: ["*"] }],
    };
    const read = (document: unknown) => parsePolicy({ name: "x", document }, "identity");
    assert.deepStrictEqual(read(one), read(lists));
  });

  it("writes out every part of a statement", () => {
    const Condition = { "ForAnyValue:StringNotLikeIfExists": { "aws:TagKeys": "a*" } };
    const policy = parsePolicy(
      { name: "x", document: { Id: "id", Statement: { ...RESOURCE, Condition } } },
      "resource",
    );
    assert.deepStrictEqual(policy, {
      name: "x",
      kind: "resource",
      version: "2008-10-17",
      id: "id",
      statements: [
        {
          index: 0,
          sid: "One",
          effect: "Allow",
          principal: { negated: false, entries: [{ kind: "any" }] },
          action: {
            negated: false,
            patterns: [{ text: "a:B", tokens: [{ kind: "text", text: "a:b" }], literal: "a:b" }],
          },
          resource: { negated: false, patterns: [{ text: "*", tokens: [{ kind: "any" }] }] },
          conditions: [
            {
              operator: "ForAnyValue:StringNotLikeIfExists",
              key: { text: "aws:TagKeys", name: "aws:tagkeys" },
              comparison: {
                type: "string",
                how: "like",
                values: [{ text: "a*", tokens: [{ kind: "text", text: "a" }, { kind: "any" }] }],
              },
              negated: true,
              ifExists: true,
              set: "ForAnyValue",
              texts: ["a*"],
            },
          ],
          requiredVariables: [],
        },
      ],
    });
  });

  it("reads a document once, and each name it goes by", () => {
    const document = { Statement: IDENTITY };
    const first = parsePolicy({ name: "x", document }, "identity");
    assert.strictEqual(parsePolicy({ name: "x", document }, "identity"), first);
    const other = parsePolicy({ name: "y", document }, "identity");
    assert.deepStrictEqual(other, { ...first, name: "y" });
    assert.strictEqual(other.statements, first.statements);
    assert.strictEqual(parsePolicy({ name: "x", document }, "scp").kind, "scp");
  });

  it("takes an empty condition, an empty Sid twice and a resource policy without Resource", () => {
    assert.deepStrictEqual(condition({}), []);
    assert.deepStrictEqual(condition({ StringEquals: {} }), []);
    statement("identity", { ...IDENTITY, Sid: "" }, { ...IDENTITY, Sid: "" });
    const { Resource: _, ...attached } = RESOURCE;
    assert.strictEqual(statement("resource", attached).statements[0]?.resource, undefined);
    assert.deepStrictEqual(statement("identity").statements, []);
  });

  it("reads every way to name a principal", () => {
    const one = (value: unknown) => principal(value)?.entries[0];
    const sts = "arn:aws:sts::111111111111";
    assert.deepStrictEqual(one("*"), { kind: "any" });
    assert.deepStrictEqual(one({ AWS: "*" }), { kind: "any" });
    const account = { kind: "account", account: "111111111111" };
    assert.deepStrictEqual(one({ AWS: "111111111111" }), account);
    assert.deepStrictEqual(one({ AWS: "arn:aws-cn:iam::111111111111:root" }), account);
    const role = "arn:aws:iam::111111111111:role/a/b";
    assert.deepStrictEqual(one({ AWS: [role] }), { kind: "role", arn: role });
    const user = "arn:aws:iam::111111111111:user/b";
    assert.deepStrictEqual(one({ AWS: user }), { kind: "user", arn: user });
    assert.deepStrictEqual(one({ AWS: `${sts}:assumed-role/b/s` }), {
      kind: "session",
      arn: `${sts}:assumed-role/b/s`,
      account: "111111111111",
      roleName: "b",
      sessionName: "s",
    });
    const federated = `${sts}:federated-user/f`;
    assert.deepStrictEqual(one({ AWS: federated }), { kind: "federatedUser", arn: federated });
    const id = "AROAEXAMPLEID123456";
    assert.deepStrictEqual(one({ AWS: id }), { kind: "deleted", id });
    const service = "pods.eks.amazonaws.com";
    assert.deepStrictEqual(one({ Service: service }), { kind: "service", service });
    const provider =
      "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A";
    assert.deepStrictEqual(one({ Federated: provider }), { kind: "federated", provider });
    assert.strictEqual(principal({ AWS: "*" }, "NotPrincipal")?.negated, true);
  });

  it("knows the keys by which control policies bound services beside those of secrets", () => {
    const keys = [
      "ram:RequestedAllowsExternalPrincipals",
      "sagemaker:RootAccess",
      "ec2:AccepterVpc",
      "rds:req-tag/team",
      "apigateway:Request/EndpointType",
      "bedrock:InferenceProfileArn",
    ];
    for (const key of keys) {
      assert.strictEqual(condition({ StringEquals: { [key]: "x" } })?.[0]?.key.text, key);
    }
  });

  it("knows the keys of an OpenID Connect provider", () => {
    condition({
      StringEquals: { "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:a:b" },
    });
  });
});

const KEY = "aws:SourceVpc";

function read(statement: object) {
  return parsePolicy(
    { name: "x", document: { Version: "2012-10-17", Statement: { ...allowAll(), ...statement } } },
    "identity",
  );
}

/** A condition, the value of `aws:SourceVpc` in the request, and whether the condition holds. Undefined means that the key is missing. */
type Row = [condition: object, given: string | undefined, holds: boolean];

const AWS_CHECKS =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

describe("forms that AWS accepts", () => {
  const rows: Row[] = [
    // AWS's sample control policies write operators with other capitals.
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
    // AWS_CHECKS, "Null with qualifier": the result is always true, or always false.
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
    // AWS_CHECKS, "Empty object condition": it does not affect the policy, whatever the operator's name.
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
    // About an empty list without a set, AWS says both that it returns true and that it provides no permissions.
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
