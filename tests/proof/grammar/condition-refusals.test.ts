import assert from "node:assert";
import { PolicyGrammarError, type PolicyKind, parsePolicy } from "../../../proof";
import { variable } from "../support";

const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };

function statement(kind: PolicyKind, ...statements: unknown[]) {
  return parsePolicy(
    { name: "the document", document: { Version: "2012-10-17", Statement: statements } },
    kind,
  );
}

function condition(value: unknown) {
  return statement("identity", { ...IDENTITY, Condition: value }).statements[0]?.conditions;
}

describe("parsePolicy of conditions", () => {
  const refusals: [title: string, read: () => unknown, message: string][] = [
    [
      "an unknown operator",
      () => condition({ StringEqual: { "aws:SourceArn": "x" } }),
      'the document, statement "One": unknown condition operator, got "StringEqual"',
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
      "an operator that JavaScript knows",
      () => condition({ constructor: { "aws:SourceArn": "true" } }),
      'the document, statement "One": unknown condition operator, got "constructor"',
    ],
    ...["aws:PrincipalTag/", "kms:EncryptionContext:", "aws:Source\u0000Arn", " ", ""].map(
      (key): [string, () => unknown, string] => [
        `the malformed key ${JSON.stringify(key)}`,
        () => condition({ StringEquals: { [key]: "x" } }),
        `the document, statement "One": no condition key has such a name, under StringEquals, got ${JSON.stringify(key)}`,
      ],
    ),
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
      "a condition that is text",
      () => condition("aws:SourceArn"),
      'the document, statement "One": Condition must be an object, got "aws:SourceArn"',
    ],
    [
      "a condition that is null",
      () => condition({ StringEquals: null }),
      'the document, statement "One": StringEquals must be an object, got null',
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
      "a hexadecimal number",
      () => condition({ NumericEquals: { "aws:EpochTime": "0x10" } }),
      'the document, statement "One": NumericEquals must compare a number, got "0x10"',
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
      () => condition({ StringEquals: { "aws:SourceArn": variable("username") } }),
      `the document, statement "One": unknown policy variable, got "${variable("username")}"`,
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

  for (const [title, read, message] of refusals) {
    it(`rejects ${title}`, () => {
      assert.throws(read, (error) => {
        assert.ok(error instanceof PolicyGrammarError);
        assert.strictEqual(error.message, message);
        return true;
      });
    });
  }
});
