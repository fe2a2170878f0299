import assert from "node:assert";
import { variable } from "../support";
import { condition, rejectsEach } from "./support";

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
