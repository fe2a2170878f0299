import assert from "node:assert";
import { PolicyGrammarError, type PolicyKind, parsePolicy } from "../../sdk/access";
import { variable } from "./support";

const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };
const RESOURCE = { ...IDENTITY, Principal: "*" };
const TRUST = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" };

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

  it("knows the keys of an OpenID Connect provider", () => {
    condition({
      StringEquals: { "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:a:b" },
    });
  });

  const refusals: [title: string, read: () => unknown, message: string][] = [
    [
      "a document that is text",
      () => parsePolicy({ name: "the document", document: "{}" }, "key"),
      'the document: a policy document must be an object, got "{}"',
    ],
    [
      "null",
      () => parsePolicy({ name: "the document", document: null }, "key"),
      "the document: a policy document must be an object, got null",
    ],
    [
      "an unknown element of a document",
      () => parsePolicy({ name: "the document", document: { statement: [] } }, "key"),
      'the document: unknown element of a policy document, got "statement"',
    ],
    [
      "a document without statements",
      () => parsePolicy({ name: "the document", document: {} }, "key"),
      "the document: Statement must be a statement or a list of them, got nothing",
    ],
    [
      "an unknown version",
      () =>
        parsePolicy(
          { name: "the document", document: { Version: "2012-10-18", Statement: [] } },
          "key",
        ),
      'the document: Version must be "2012-10-17" or "2008-10-17", got "2012-10-18"',
    ],
    [
      "a statement that is text",
      () => statement("identity", "Allow"),
      'the document, statement 0: a statement must be an object, got "Allow"',
    ],
    [
      "a Sid used twice",
      () => statement("identity", IDENTITY, IDENTITY),
      'the document, statement "One": a Sid must be unique, got "One"',
    ],
    [
      "an unknown element",
      () => statement("identity", { ...IDENTITY, Conditions: {} }),
      'the document, statement "One": unknown element of a statement, got "Conditions"',
    ],
    [
      "an element in lower case",
      () => statement("identity", { ...IDENTITY, effect: "Deny" }),
      'the document, statement "One": unknown element of a statement, got "effect"',
    ],
    [
      "an unknown Effect",
      () => statement("identity", { ...IDENTITY, Effect: "allow" }),
      'the document, statement "One": Effect must be "Allow" or "Deny", got "allow"',
    ],
    [
      "no Action",
      () => statement("identity", { Effect: "Allow", Resource: "*" }),
      "the document, statement 0: a statement must have Action or NotAction, got nothing",
    ],
    [
      "Action and NotAction",
      () => statement("identity", { ...IDENTITY, NotAction: "a:C" }),
      'the document, statement "One": a statement must have either Action or NotAction, got "a:C"',
    ],
    [
      "an action without its service",
      () => statement("identity", { ...IDENTITY, Action: "GetSecretValue" }),
      'the document, statement "One": an action must be written "service:Action", got "GetSecretValue"',
    ],
    [
      "a variable in an action",
      () => statement("identity", { ...IDENTITY, Action: `a:${variable("aws:username")}` }),
      `the document, statement "One": an action must be written "service:Action", got "a:${variable("aws:username")}"`,
    ],
    [
      "an empty list of actions",
      () => statement("identity", { ...IDENTITY, Action: [] }),
      'the document, statement "One": Action must not be an empty list, got a list of 0',
    ],
    [
      "a number as action",
      () => statement("identity", { ...IDENTITY, Action: ["a:B", 1] }),
      'the document, statement "One": Action must be a text, or a list of texts, got 1',
    ],
    [
      "no Resource in an identity policy",
      () => statement("identity", { Effect: "Allow", Action: "*" }),
      "the document, statement 0: a statement must have Resource or NotResource, got nothing",
    ],
    [
      "a resource that is no ARN",
      () => statement("identity", { ...IDENTITY, Resource: "secret-a" }),
      'the document, statement "One": Resource must be an ARN or "*", got "secret-a"',
    ],
    [
      "a Resource in a trust policy",
      () => statement("trust", { ...TRUST, Resource: "*" }),
      'the document, statement 0: a trust policy must have no Resource, got "*"',
    ],
    ...(["identity", "boundary", "session", "scp"] as const).map(
      (kind): [string, () => unknown, string] => [
        `a Principal in kind ${kind}`,
        () => statement(kind, RESOURCE),
        'the document, statement "One": only resource-based policies have Principal or NotPrincipal, got "*"',
      ],
    ),
    ...(["resource", "key"] as const).map((kind): [string, () => unknown, string] => [
      `no Principal in kind ${kind}`,
      () => statement(kind, IDENTITY),
      'the document, statement "One": a statement must have either Principal or NotPrincipal, got nothing',
    ]),
    [
      "a control policy for resources that names somebody",
      () => statement("rcp", { ...RESOURCE, Principal: { AWS: "*" } }),
      'the document, statement "One": a resource control policy must have "Principal": "*", got an object',
    ],
    [
      "Principal and NotPrincipal",
      () => statement("key", { ...RESOURCE, NotPrincipal: "*" }),
      'the document, statement "One": a statement must have either Principal or NotPrincipal, got "*"',
    ],
    [
      "an unknown type of principal",
      () => principal({ CanonicalUser: "abc" }),
      'the document, statement "One": Principal must hold only AWS, Service and Federated, got "CanonicalUser"',
    ],
    [
      "a principal that is text",
      () => principal("111111111111"),
      'the document, statement "One": Principal must be "*" or an object of AWS, Service and Federated, got "111111111111"',
    ],
    [
      "nobody",
      () => principal({}),
      'the document, statement "One": Principal must name somebody, got an object',
    ],
    [
      "a wildcard within a principal",
      () => principal({ AWS: "arn:aws:iam::111111111111:role/*" }),
      'the document, statement "One": an AWS principal must be "*" as a whole or hold no wildcard, got "arn:aws:iam::111111111111:role/*"',
    ],
    [
      "a group as principal",
      () => principal({ AWS: "arn:aws:iam::111111111111:group/g" }),
      'the document, statement "One": an AWS principal must be an account id or the ARN of an account\'s root, a role, a user or a session, got "arn:aws:iam::111111111111:group/g"',
    ],
    [
      "an account id of eleven digits",
      () => principal({ AWS: "11111111111" }),
      'the document, statement "One": an AWS principal must be an account id or the ARN of an account\'s root, a role, a user or a session, got "11111111111"',
    ],
    [
      "a wildcard as service",
      () => principal({ Service: "*" }),
      'the document, statement "One": a service principal must be a host name such as "pods.eks.amazonaws.com", got "*"',
    ],
    [
      "a wildcard as provider",
      () => principal({ Federated: "*" }),
      'the document, statement "One": a federated principal must be the ARN of a provider, or a host name, got "*"',
    ],
    [
      "an unknown operator",
      () => condition({ StringEqual: { "aws:SourceArn": "x" } }),
      'the document, statement "One": unknown condition operator, got "StringEqual"',
    ],
    [
      "an operator in another case",
      () => condition({ stringEquals: { "aws:SourceArn": "x" } }),
      'the document, statement "One": unknown condition operator, got "stringEquals"',
    ],
    [
      "an unknown set operator",
      () => condition({ "ForEachValue:StringEquals": { "aws:TagKeys": "x" } }),
      'the document, statement "One": unknown condition operator, got "ForEachValue:StringEquals"',
    ],
    [
      "NullIfExists",
      () => condition({ NullIfExists: { "aws:SourceArn": "true" } }),
      'the document, statement "One": unknown condition operator, got "NullIfExists"',
    ],
    [
      "Null in a set",
      () => condition({ "ForAllValues:Null": { "aws:TagKeys": "true" } }),
      'the document, statement "One": unknown condition operator, got "ForAllValues:Null"',
    ],
    [
      "an operator that JavaScript knows",
      () => condition({ constructor: { "aws:SourceArn": "true" } }),
      'the document, statement "One": unknown condition operator, got "constructor"',
    ],
    ...[
      "aws:PrincipalArm",
      "kms:ViaServce",
      "foo:Bar",
      "aws:PrincipalTag/",
      "aws:PrincipalTag",
      "SourceArn",
      "kms:EncryptionContext:",
      "secretsmanager:PrincipalTag/x",
      "ec2:Nonsense",
      "",
    ].map((key): [string, () => unknown, string] => [
      `the unknown key ${JSON.stringify(key)}`,
      () => condition({ StringEquals: { [key]: "x" } }),
      `the document, statement "One": unknown condition key under StringEquals, got "${key}"`,
    ]),
    [
      "one key twice under an operator",
      () => condition({ StringEquals: { "aws:SourceArn": "x", "aws:sourcearn": "y" } }),
      'the document, statement "One": StringEquals must name a condition key once, got "aws:sourcearn"',
    ],
    [
      "no value",
      () => condition({ StringEquals: { "aws:SourceArn": [] } }),
      'the document, statement "One": StringEquals of aws:SourceArn must list a value, got a list of 0',
    ],
    [
      "null as value",
      () => condition({ StringEquals: { "aws:SourceArn": [null] } }),
      'the document, statement "One": StringEquals of aws:SourceArn must be a text, number or boolean, or a list of them, got null',
    ],
    [
      "an object as value",
      () => condition({ StringEquals: { "aws:SourceArn": {} } }),
      'the document, statement "One": StringEquals of aws:SourceArn must be a text, number or boolean, or a list of them, got an object',
    ],
    [
      "a condition that is a list",
      () => condition([]),
      'the document, statement "One": Condition must be an object, got a list of 0',
    ],
    [
      "a number that is none",
      () => condition({ NumericEquals: { "aws:EpochTime": "ten" } }),
      'the document, statement "One": NumericEquals must compare a number, got "ten"',
    ],
    [
      "an infinite number",
      () => condition({ NumericEquals: { "aws:EpochTime": "1e999" } }),
      'the document, statement "One": NumericEquals must compare a number, got "1e999"',
    ],
    [
      "the 30th of February",
      () => condition({ DateEquals: { "aws:CurrentTime": "2020-02-30" } }),
      'the document, statement "One": DateEquals must compare an ISO 8601 date with its time zone, or seconds since 1970, got "2020-02-30"',
    ],
    [
      "a time without a zone",
      () => condition({ DateEquals: { "aws:CurrentTime": "2020-02-03T00:00:00" } }),
      'the document, statement "One": DateEquals must compare an ISO 8601 date with its time zone, or seconds since 1970, got "2020-02-03T00:00:00"',
    ],
    [
      "an address that is none",
      () => condition({ IpAddress: { "aws:SourceIp": "10.0.0.256" } }),
      'the document, statement "One": IpAddress must compare an IP address or range, got "10.0.0.256"',
    ],
    [
      "a prefix that is too long",
      () => condition({ IpAddress: { "aws:SourceIp": "10.0.0.0/33" } }),
      'the document, statement "One": IpAddress must compare an IP address or range, got "10.0.0.0/33"',
    ],
    [
      "a boolean that is none",
      () => condition({ Bool: { "aws:SecureTransport": "yes" } }),
      'the document, statement "One": Bool must compare "true" or "false", got "yes"',
    ],
    [
      "a variable in a boolean",
      () => condition({ Bool: { "aws:SecureTransport": variable("aws:username") } }),
      `the document, statement "One": Bool must compare "true" or "false", got "${variable("aws:username")}"`,
    ],
    [
      "an unknown variable",
      () => condition({ StringEquals: { "aws:SourceArn": variable("aws:usernam") } }),
      `the document, statement "One": unknown policy variable, got "${variable("aws:usernam")}"`,
    ],
    [
      "a variable that does not end",
      () => condition({ StringEquals: { "aws:SourceArn": "a$".concat("{aws:username") } }),
      'the document, statement "One": a policy variable must end in "}", got "a$'.concat(
        '{aws:username"',
      ),
    ],
    [
      "a default without quotes",
      () => condition({ StringEquals: { "aws:SourceArn": variable("aws:username, me") } }),
      `the document, statement "One": the default of a policy variable must stand in single quotes, got "${variable("aws:username, me")}"`,
    ],
  ];
  for (const [title, read, message] of refusals) {
    it(`rejects ${title}`, () => {
      assert.throws(read, (error) => {
        assert.ok(error instanceof PolicyGrammarError);
        assert.strictEqual(error.message, message);
        return true;
      });
    });
  }

  it("names document, statement and text in its errors", () => {
    assert.throws(() => condition({ StringEqual: {} }), {
      name: "PolicyGrammarError",
      document: "the document",
      statement: '"One"',
      text: '"StringEqual"',
    });
  });
});
