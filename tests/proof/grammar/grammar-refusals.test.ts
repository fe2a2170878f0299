import assert from "node:assert";
import { isIP } from "node:net";
import fc from "fast-check";
import { PolicyGrammarError, type PolicyKind, parsePolicy } from "../../../proof";
import { parseIpAddress, parseIpRange } from "../../../proof/grammar/values";
import { trusts } from "../statements";
import { variable } from "../support";

const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };

function parse(document: unknown, kind: PolicyKind) {
  return parsePolicy({ name: "the document", document }, kind);
}

function statement(kind: PolicyKind, ...statements: unknown[]) {
  return parse({ Version: "2012-10-17", Statement: statements }, kind);
}

function condition(value: unknown) {
  return statement("identity", { ...IDENTITY, Condition: value }).statements[0]?.conditions;
}

/** Checks that each of these readings is refused with its message. */
function rejectsEach(part: string, reads: Record<string, () => unknown>): void {
  for (const [message, read] of Object.entries(reads)) {
    it(`rejects: ${message}`, () => {
      assert.throws(read, (error) => {
        assert.ok(error instanceof PolicyGrammarError);
        assert.strictEqual(error.message, `${part}: ${message}`);
        return true;
      });
    });
  }
}

const RESOURCE = { ...IDENTITY, Principal: "*" };
const TRUST = trusts("*", "sts:AssumeRole");

function principal(value: unknown, element = "Principal") {
  const { Principal: _, ...rest } = RESOURCE;
  return statement("resource", { ...rest, [element]: value }).statements[0]?.principal;
}

/** A list with one entry more than allowed. */
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

describe("parsePolicy of conditions", () => {
  rejectsEach('the document, statement "One"', {
    'unknown condition operator, got "StringEqual"': () =>
      condition({ StringEqual: { "aws:SourceArn": "x" } }),
    'unknown condition operator, got "ForEachValue:StringEquals"': () =>
      condition({ "ForEachValue:StringEquals": { "aws:TagKeys": "x" } }),
    'unknown condition operator, got "NullIfExists"': () =>
      condition({ NullIfExists: { "aws:SourceArn": "true" } }),
    'unknown condition operator, got "constructor"': () =>
      condition({ constructor: { "aws:SourceArn": "true" } }),
    ...Object.fromEntries(
      ["aws:PrincipalTag/", "kms:EncryptionContext:", "aws:Source\u0000Arn", " ", ""].map((key) => [
        `no condition key has such a name, under StringEquals, got ${JSON.stringify(key)}`,
        () => condition({ StringEquals: { [key]: "x" } }),
      ]),
    ),
    'StringEquals must name a condition key once, got "aws:sourcearn"': () =>
      condition({ StringEquals: { "aws:SourceArn": "x", "aws:sourcearn": "y" } }),
    "StringEquals of aws:SourceArn must list a value, got a list of 0": () =>
      condition({ StringEquals: { "aws:SourceArn": [] } }),
    "StringEquals of aws:SourceArn must be a text, number or boolean, or a list of them, got null":
      () => condition({ StringEquals: { "aws:SourceArn": [null] } }),
    "StringEquals of aws:SourceArn must be a text, number or boolean, or a list of them, got an object":
      () => condition({ StringEquals: { "aws:SourceArn": {} } }),
    'Condition must be an object, got "aws:SourceArn"': () => condition("aws:SourceArn"),
    "StringEquals must be an object, got null": () => condition({ StringEquals: null }),
    "Condition must be an object, got a list of 0": () => condition([]),
    'NumericEquals must compare a number, got "ten"': () =>
      condition({ NumericEquals: { "aws:EpochTime": "ten" } }),
    'NumericEquals must compare a number, got "0x10"': () =>
      condition({ NumericEquals: { "aws:EpochTime": "0x10" } }),
    'NumericEquals must compare a number, got "1e999"': () =>
      condition({ NumericEquals: { "aws:EpochTime": "1e999" } }),
    'DateEquals must compare an ISO 8601 date with its time zone, or seconds since 1970, got "2020-02-30"':
      () => condition({ DateEquals: { "aws:CurrentTime": "2020-02-30" } }),
    'DateEquals must compare an ISO 8601 date with its time zone, or seconds since 1970, got "2020-02-03T00:00:00"':
      () => condition({ DateEquals: { "aws:CurrentTime": "2020-02-03T00:00:00" } }),
    'IpAddress must compare an IP address or range, got "10.0.0.256"': () =>
      condition({ IpAddress: { "aws:SourceIp": "10.0.0.256" } }),
    'IpAddress must compare an IP address or range, got "10.0.0.0/33"': () =>
      condition({ IpAddress: { "aws:SourceIp": "10.0.0.0/33" } }),
    'Bool must compare "true" or "false", got "yes"': () =>
      condition({ Bool: { "aws:SecureTransport": "yes" } }),
    [`Bool must compare "true" or "false", got "${variable("aws:username")}"`]: () =>
      condition({ Bool: { "aws:SecureTransport": variable("aws:username") } }),
    [`unknown policy variable, got "${variable("username")}"`]: () =>
      condition({ StringEquals: { "aws:SourceArn": variable("username") } }),
    ['a policy variable must end in "}", got "a$'.concat('{aws:username"')]: () =>
      condition({ StringEquals: { "aws:SourceArn": "a$".concat("{aws:username") } }),
    [`the default of a policy variable must stand in single quotes, got "${variable("aws:username, me")}"`]:
      () => condition({ StringEquals: { "aws:SourceArn": variable("aws:username, me") } }),
  });

  const unknown = [
    "aws:PrincipalArm",
    "foo:Bar",
    "SourceArn",
    "aws:PrincipalTag",
    "s3:AddedTomorrow",
  ];
  for (const key of unknown) {
    it(`accepts the key ${key}, which no list knows`, () => {
      assert.strictEqual(condition({ StringEquals: { [key]: "x" } })?.[0]?.key.text, key);
    });
  }
});

describe("IP addresses", () => {
  it("are those that Node.js knows", () => {
    const group = fc.constantFrom("0", "1", "ffff", "0db8", "12345", "g", "", "1.2.3.4");
    const six = fc
      .array(group, { minLength: 1, maxLength: 9 })
      .chain((groups) =>
        fc.constantFrom(groups.join(":"), `::${groups.join(":")}`, `${groups.join(":")}::`),
      );
    const octet = fc.constantFrom("0", "1", "255", "256", "01", "", "a");
    const four = fc.array(octet, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(fc.oneof(six, four), (text) => {
        assert.strictEqual(parseIpAddress(text)?.family ?? 0, isIP(text));
      }),
      { numRuns: 5000, seed: 3 },
    );
  });

  const values: [text: string, value: bigint][] = [
    ["0.0.0.0", 0n],
    ["1.2.3.4", 0x01020304n],
    ["255.255.255.255", 0xffffffffn],
    ["::", 0n],
    ["::1", 1n],
    ["1::", 1n << 112n],
    ["1:2:3:4:5:6:7:8", 0x00010002000300040005000600070008n],
    ["1:2:3:4:5:6:7::", 0x00010002000300040005000600070000n],
    ["2001:DB8::ff00:42:8329", 0x20010db8000000000000ff0000428329n],
    ["::ffff:1.2.3.4", 0xffff01020304n],
    ["1:2:3:4:5:6:1.2.3.4", 0x00010002000300040005000601020304n],
    ["ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", (1n << 128n) - 1n],
  ];
  for (const [text, value] of values) {
    it(`${text} is read to its number`, () => {
      assert.strictEqual(parseIpAddress(text)?.value, value);
    });
  }

  for (const text of [
    "1.2.3",
    "1.2.3.4.5",
    "1::2::3",
    "1:2:3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4::5:6:7:8",
    ":::",
    ":1",
    "1.2.3.4::",
    `${"0".repeat(40)}::1`,
  ]) {
    it(`rejects ${text}`, () => {
      assert.strictEqual(parseIpAddress(text), undefined);
    });
  }

  it("stand for the range of themselves, and a prefix for its range", () => {
    const range = (text: string) => parseIpRange(text);
    assert.deepStrictEqual(range("1.2.3.4"), { family: 4, low: 0x01020304n, high: 0x01020304n });
    assert.deepStrictEqual(range("::/127"), { family: 6, low: 0n, high: 1n });
    assert.deepStrictEqual(range("1.2.3.4/8"), { family: 4, low: 0x01000000n, high: 0x01ffffffn });
    assert.deepStrictEqual(range("::/0"), { family: 6, low: 0n, high: (1n << 128n) - 1n });
    for (const wrong of ["/8", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "1.2.3.4/8/8"]) {
      assert.strictEqual(range(wrong), undefined, wrong);
    }
  });
});
