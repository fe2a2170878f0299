import assert from "node:assert";
import { PolicyGrammarError, type PolicyKind, parsePolicy } from "../../../proof";
import { trusts } from "../statements";
import { variable } from "../support";

const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };
const RESOURCE = { ...IDENTITY, Principal: "*" };
const TRUST = trusts("*", "sts:AssumeRole");

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

/** One entry more than a list may have. */
function many<T>(entry: T): T[] {
  return new Array<T>(50_001).fill(entry);
}

describe("parsePolicy", () => {
  const refusals: [title: string, read: () => unknown, message: string][] = [
    [
      "an Id that is no text",
      () => parsePolicy({ name: "the document", document: { Id: 1, Statement: [] } }, "identity"),
      "the document: Id must be a text, got 1",
    ],
    [
      "a statement that is null",
      () => statement("identity", null),
      "the document, statement 0: a statement must be an object, got null",
    ],
    [
      "a wildcard within a provider",
      () => principal({ Federated: "arn:aws:iam::111111111111:oidc-provider/*" }),
      'the document, statement "One": a federated principal must be the ARN of a provider, or a host name, got "arn:aws:iam::111111111111:oidc-provider/*"',
    ],
    [
      "a principal that is null",
      () => principal(null),
      'the document, statement "One": Principal must be "*" or an object of AWS, Service and Federated, got null',
    ],
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
      "more statements than can be held",
      () => statement("identity", ...many({})),
      "the document: Statement must have at most 50000 entries, got a list of 50001",
    ],
    [
      "more actions than can be held",
      () => statement("identity", { ...IDENTITY, Action: many("a:B") }),
      'the document, statement "One": Action must have at most 50000 entries, got a list of 50001',
    ],
    [
      "more values of a condition key than can be held",
      () => condition({ StringEquals: { "aws:username": many("a") } }),
      'the document, statement "One": StringEquals of aws:username must have at most 50000 entries, got a list of 50001',
    ],
    [
      "more condition keys than can be held",
      () =>
        condition({
          StringEquals: Object.fromEntries(many("").map((_, i) => [`aws:PrincipalTag/${i}`, "a"])),
        }),
      'the document, statement "One": StringEquals must have at most 50000 entries, got a list of 50001',
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
    assert.throws(() => condition({ StringEqual: { "aws:SourceArn": "x" } }), {
      name: "PolicyGrammarError",
      document: "the document",
      statement: '"One"',
      text: '"StringEqual"',
    });
  });
});
