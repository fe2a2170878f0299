import { deepStrictEqual, strictEqual } from "node:assert";

import { keyPolicyOfRead } from "../../../../proof/prover/documents/key-of-read";

const ARN = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders-aaaaaa";
const OTHER = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:other-bbbbbb";
const KEY = "kms:EncryptionContext:SecretARN";

const demands = (condition: unknown) => ({ Sid: "S", Effect: "Allow", Condition: condition });

const matters: [string, unknown][] = [
  ["has no condition", undefined],
  ["demands the secret itself", { StringEquals: { [KEY]: ARN } }],
  ["demands one of several, the secret among them", { StringEquals: { [KEY]: [OTHER, ARN] } }],
  ["demands by pattern", { StringLike: { [KEY]: "arn:*:other-*" } }],
  ["demands any but another", { StringNotEquals: { [KEY]: OTHER } }],
  ["demands another, where there is a context", { StringEqualsIfExists: { [KEY]: OTHER } }],
  ["demands by a variable", { StringEquals: { [KEY]: `\${aws:PrincipalTag/secret}` } }],
  ["demands what is no text", { StringEquals: { [KEY]: [OTHER, 1] } }],
  ["demands another key's value", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } }],
];

const cannotMatter: [string, unknown][] = [
  ["demands another secret", { StringEquals: { [KEY]: OTHER } }],
  ["demands others only", { StringEquals: { [KEY]: [OTHER] } }],
  [
    "demands another beside it, in another spelling",
    { StringEquals: { [KEY]: [ARN, OTHER] }, stringequals: { [KEY.toLowerCase()]: OTHER } },
  ],
  ["spells it otherwise", { stringequals: { [KEY.toLowerCase()]: [OTHER] } }],
  [
    "demands another secret beside the rest",
    { ArnEquals: { "aws:PrincipalArn": "arn:*" }, StringEquals: { x: "y", [KEY]: OTHER } },
  ],
];

describe("keyPolicyOfRead", () => {
  for (const [title, condition] of matters) {
    it(`keeps a statement that ${title}`, () => {
      const policy = { Statement: [demands(condition)] };
      strictEqual(keyPolicyOfRead(policy, [ARN]), policy);
    });
  }

  for (const [title, condition] of cannotMatter) {
    it(`leaves out a statement that ${title}`, () => {
      const policy = { Version: "2012-10-17", Statement: [demands(condition), demands({})] };
      deepStrictEqual(keyPolicyOfRead(policy, [ARN]), {
        Version: "2012-10-17",
        Statement: [demands({})],
      });
    });
  }

  it("leaves what it does not understand as it is", () => {
    for (const policy of [undefined, null, "text", { Statement: demands({}) }, []]) {
      strictEqual(keyPolicyOfRead(policy, [ARN]), policy);
    }
  });
});
