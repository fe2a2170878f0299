import assert from "node:assert";
import { trusts } from "../statements";
import { variable } from "../support";
import { condition, IDENTITY, parse, rejectsEach, statement } from "./support";

const RESOURCE = { ...IDENTITY, Principal: "*" };
const TRUST = trusts("*", "sts:AssumeRole");

function principal(value: unknown, element = "Principal") {
  const { Principal: _, ...rest } = RESOURCE;
  return statement("resource", { ...rest, [element]: value }).statements[0]?.principal;
}

/** One entry more than a list may have. */
function many<T>(entry: T): T[] {
  return new Array<T>(50_001).fill(entry);
}

describe("parsePolicy", () => {
  rejectsEach("the document", {
    "Id must be a text, got 1": () => parse({ Id: 1, Statement: [] }, "identity"),
    'a policy document must be an object, got "{}"': () => parse("{}", "key"),
    "a policy document must be an object, got null": () => parse(null, "key"),
    'unknown element of a policy document, got "statement"': () => parse({ statement: [] }, "key"),
    "Statement must be a statement or a list of them, got nothing": () => parse({}, "key"),
    'Version must be "2012-10-17" or "2008-10-17", got "2012-10-18"': () =>
      parse({ Version: "2012-10-18", Statement: [] }, "key"),
    "Statement must have at most 50000 entries, got a list of 50001": () =>
      statement("identity", ...many({})),
  });
  rejectsEach("the document, statement 0", {
    "a statement must be an object, got null": () => statement("identity", null),
    'a statement must be an object, got "Allow"': () => statement("identity", "Allow"),
    "a statement must have Action or NotAction, got nothing": () =>
      statement("identity", { Effect: "Allow", Resource: "*" }),
    "a statement must have Resource or NotResource, got nothing": () =>
      statement("identity", { Effect: "Allow", Action: "*" }),
    'a trust policy must have no Resource, got "*"': () =>
      statement("trust", { ...TRUST, Resource: "*" }),
  });
  rejectsEach('the document, statement "One"', {
    'a federated principal must be the ARN of a provider, or a host name, got "arn:aws:iam::111111111111:oidc-provider/*"':
      () => principal({ Federated: "arn:aws:iam::111111111111:oidc-provider/*" }),
    'Principal must be "*" or an object of AWS, Service and Federated, got null': () =>
      principal(null),
    'a Sid must be unique, got "One"': () => statement("identity", IDENTITY, IDENTITY),
    'unknown element of a statement, got "Conditions"': () =>
      statement("identity", { ...IDENTITY, Conditions: {} }),
    'unknown element of a statement, got "effect"': () =>
      statement("identity", { ...IDENTITY, effect: "Deny" }),
    'Effect must be "Allow" or "Deny", got "allow"': () =>
      statement("identity", { ...IDENTITY, Effect: "allow" }),
    'a statement must have either Action or NotAction, got "a:C"': () =>
      statement("identity", { ...IDENTITY, NotAction: "a:C" }),
    'an action must be written "service:Action", got "GetSecretValue"': () =>
      statement("identity", { ...IDENTITY, Action: "GetSecretValue" }),
    [`an action must be written "service:Action", got "a:${variable("aws:username")}"`]: () =>
      statement("identity", { ...IDENTITY, Action: `a:${variable("aws:username")}` }),
    "Action must have at most 50000 entries, got a list of 50001": () =>
      statement("identity", { ...IDENTITY, Action: many("a:B") }),
    "StringEquals of aws:username must have at most 50000 entries, got a list of 50001": () =>
      condition({ StringEquals: { "aws:username": many("a") } }),
    "StringEquals must have at most 50000 entries, got a list of 50001": () =>
      condition({
        StringEquals: Object.fromEntries(many("").map((_, i) => [`aws:PrincipalTag/${i}`, "a"])),
      }),
    "Action must not be an empty list, got a list of 0": () =>
      statement("identity", { ...IDENTITY, Action: [] }),
    "Action must be a text, or a list of texts, got 1": () =>
      statement("identity", { ...IDENTITY, Action: ["a:B", 1] }),
    'Resource must be an ARN or "*", got "secret-a"': () =>
      statement("identity", { ...IDENTITY, Resource: "secret-a" }),
    'a resource control policy must have "Principal": "*", got an object': () =>
      statement("rcp", { ...RESOURCE, Principal: { AWS: "*" } }),
    'a statement must have either Principal or NotPrincipal, got "*"': () =>
      statement("key", { ...RESOURCE, NotPrincipal: "*" }),
    'Principal must hold only AWS, Service and Federated, got "CanonicalUser"': () =>
      principal({ CanonicalUser: "abc" }),
    'Principal must be "*" or an object of AWS, Service and Federated, got "111111111111"': () =>
      principal("111111111111"),
    "Principal must name somebody, got an object": () => principal({}),
    'an AWS principal must be "*" as a whole or hold no wildcard, got "arn:aws:iam::111111111111:role/*"':
      () => principal({ AWS: "arn:aws:iam::111111111111:role/*" }),
    'an AWS principal must be an account id or the ARN of an account\'s root, a role, a user or a session, got "arn:aws:iam::111111111111:group/g"':
      () => principal({ AWS: "arn:aws:iam::111111111111:group/g" }),
    'an AWS principal must be an account id or the ARN of an account\'s root, a role, a user or a session, got "11111111111"':
      () => principal({ AWS: "11111111111" }),
    'a service principal must be a host name such as "lambda.amazonaws.com", got "*"': () =>
      principal({ Service: "*" }),
    'a federated principal must be the ARN of a provider, or a host name, got "*"': () =>
      principal({ Federated: "*" }),
  });
  for (const kind of ["identity", "boundary", "session", "scp"] as const) {
    rejectsEach('the document, statement "One"', {
      'only resource-based policies have Principal or NotPrincipal, got "*"': () =>
        statement(kind, RESOURCE),
    });
  }
  for (const kind of ["resource", "key"] as const) {
    rejectsEach('the document, statement "One"', {
      "a statement must have either Principal or NotPrincipal, got nothing": () =>
        statement(kind, IDENTITY),
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
