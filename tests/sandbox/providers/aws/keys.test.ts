import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { samePolicy } from "../../../../sandbox/providers/aws/lifecycle/policy-document";
import { describeKey } from "../../../../sandbox/providers/aws/resources/kms-key";
import { A } from "../../support";
import { AwsEngine, type } from "./aws-engine";

const policyOf = (...actions: string[]) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${A}:root` },
      Action: ["kms:*", ...actions],
      Resource: "*",
    },
  ],
});

describe("keys, as the real AWS provider treats them", () => {
  const aws = new AwsEngine();

  it("tells a key's policy from the next read on, and changes nothing for it", async () => {
    const key = await aws.make("key", {});
    await aws.make("keyPolicy", { keyId: key.id, policy: policyOf("kms:Decrypt") });
    const found = await aws.refresh("key", key);
    match(String(found.state.policy), /kms:Decrypt/);
    deepStrictEqual(await aws.changes("key", found, key.inputs), {});
  });

  it("takes a key for gone once its deletion is scheduled, not while it is disabled", async () => {
    const key = await aws.make("key", { deletionWindowInDays: 7 });
    await (await aws.byHand("kms")).disableKey({ KeyId: key.id });
    strictEqual((await aws.refresh("key", key)).state.isEnabled, false);
    await aws.gone("key", key);
    await aws.remove("key", key);
  });

  for (const [state, isGone] of [
    ["PendingDeletion", true],
    ["PendingReplicaDeletion", true],
    ["PendingImport", false],
    ["Creating", false],
  ] as const) {
    it(`takes a key for ${isGone ? "gone" : "there"} in the state ${state}`, async () => {
      const client = { describeKey: async () => ({ KeyMetadata: { KeyState: state } }) };
      strictEqual((await describeKey({ client } as never, "k")) === undefined, isGone);
    });
  }

  it("imports a key of another region by its id, an @ and the region", async () => {
    const key = await aws.make("key", { region: "eu-west-1" });
    strictEqual((await aws.engine.read(type.key, key.id)).id, "");
    const imported = await aws.engine.read(type.key, `${key.id}@eu-west-1`);
    deepStrictEqual([imported.id, imported.state.region], [key.id, "eu-west-1"]);
  });

  it("puts a key's policy only when the policy changes", async () => {
    const key = await aws.make("key", {});
    const own = await aws.make("keyPolicy", { keyId: key.id, policy: policyOf() });
    const byHand = { KeyId: key.id, PolicyName: "default" };
    const kms = await aws.byHand("kms");
    await kms.putKeyPolicy({ ...byHand, Policy: JSON.stringify(policyOf("kms:Encrypt")) });
    const bypassing = { keyId: key.id, policy: policyOf(), bypassPolicyLockoutSafetyCheck: true };
    const changed = await aws.change("keyPolicy", own, bypassing);
    deepStrictEqual(Object.keys(changed.changes), ["bypassPolicyLockoutSafetyCheck"]);
    match((await kms.getKeyPolicy(byHand)).Policy ?? "", /kms:Encrypt/);

    // With the lockout check bypassed, a deletion leaves the policy as it is.
    await aws.remove("keyPolicy", changed);
    match((await kms.getKeyPolicy(byHand)).Policy ?? "", /kms:Encrypt/);
  });

  it("rejects deleting the policy of a key that is not there", async () => {
    const key = await aws.make("key", {});
    const own = await aws.make("keyPolicy", { keyId: key.id, policy: policyOf() });
    const keyId = "11111111-2222-3333-4444-555555555555";
    await rejects(
      aws.engine.delete(type.keyPolicy, keyId, { ...own.state, keyId }),
      /deleting KMS Key Policy .*NotFoundException/,
    );
  });
});

const statement = {
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
  Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalTag/a": ["x", "y"] } },
};
const document = { Version: "2012-10-17", Statement: [statement] };
const other = { ...statement, Sid: "Other" };
const text = (value: object) => JSON.stringify(value);

const same: Record<string, object> = {
  "white space and order of members": { Statement: [statement], Version: "2012-10-17" },
  "one statement without a list": { ...document, Statement: statement },
  "the order of actions, and their case": {
    ...document,
    Statement: [
      { ...statement, Action: ["secretsmanager:getsecretvalue", "secretsmanager:DescribeSecret"] },
    ],
  },
  "the order of principals, and an account's number for its root": {
    ...document,
    Statement: [{ ...statement, Principal: { AWS: ["222222222222", "111111111111"] } }],
  },
  "one resource in a list": { ...document, Statement: [{ ...statement, Resource: ["*"] }] },
  "the order of a condition's values, and the case of its keys": {
    ...document,
    Statement: [
      { ...statement, Condition: { stringequals: { "AWS:principaltag/a": ["y", "x"] } } },
    ],
  },
};

const different: Record<string, object> = {
  effect: { ...document, Statement: [{ ...statement, Effect: "Deny" }] },
  "an action": { ...document, Statement: [{ ...statement, Action: ["secretsmanager:*"] }] },
  "a principal": { ...document, Statement: [{ ...statement, Principal: "*" }] },
  "a condition's value, its case too": {
    ...document,
    Statement: [
      { ...statement, Condition: { StringEquals: { "aws:PrincipalTag/a": ["X", "y"] } } },
    ],
  },
  "no condition": { ...document, Statement: [{ ...statement, Condition: undefined }] },
  "one statement more": { ...document, Statement: [statement, other] },
  "a Sid": { ...document, Statement: [other] },
  version: { ...document, Version: "2008-10-17" },
};

describe("samePolicy", () => {
  for (const [what, next] of Object.entries(same)) {
    it(`sees no difference in ${what}`, () => {
      strictEqual(samePolicy(JSON.stringify(document, null, 2), text(next)), true);
    });
  }

  it("sees no difference in the order of statements", () => {
    const [one, two] = [
      [statement, other],
      [other, statement],
    ].map((Statement) => text({ Statement }));
    strictEqual(samePolicy(one as string, two as string), true);
  });

  for (const [what, next] of Object.entries(different)) {
    it(`sees a difference in ${what}`, () => {
      strictEqual(samePolicy(text(document), text(next)), false);
    });
  }

  it("takes what is no JSON for different", () => {
    strictEqual(samePolicy("{", "{"), false);
  });
});
