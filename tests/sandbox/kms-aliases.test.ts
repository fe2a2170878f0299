import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";

import { A, ask, REGION, withSandbox } from "./support";

const ALIAS = "alias/shop";
const ARN = `arn:aws:kms:${REGION}:${A}:${ALIAS}`;
const tag = { TagKey: "k", TagValue: "v" };
const grant = { GranteePrincipal: `arn:aws:iam::${A}:user/administrator` };

/** The operations that AWS documents a key id or key ARN for, and no alias. */
const BY_ID: Record<string, object> = {
  cancelKeyDeletion: {},
  createGrant: { ...grant, Operations: ["Decrypt"] },
  disableKey: {},
  disableKeyRotation: {},
  enableKey: {},
  enableKeyRotation: {},
  getKeyPolicy: {},
  getKeyRotationStatus: {},
  listAliases: {},
  listGrants: {},
  listKeyPolicies: {},
  listResourceTags: {},
  putKeyPolicy: { Policy: "{}" },
  replicateKey: { ReplicaRegion: "eu-west-1" },
  revokeGrant: { GrantId: "x" },
  rotateKeyOnDemand: {},
  scheduleKeyDeletion: {},
  tagResource: { Tags: [tag] },
  untagResource: { TagKeys: ["k"] },
  updateKeyDescription: { Description: "x" },
};

const BY_ALIAS: Record<string, object> = {
  describeKey: {},
  encrypt: { Plaintext: Buffer.from("x") },
  generateDataKey: { KeySpec: "AES_256" },
};

describe("sandbox KMS aliases", () => {
  const { kms } = withSandbox();
  let TargetKeyId: string | undefined;
  before(async () => {
    TargetKeyId = (await kms.createKey()).KeyMetadata?.KeyId;
    await kms.createAlias({ AliasName: ALIAS, TargetKeyId });
  });

  for (const [operation, input] of Object.entries(BY_ID)) {
    it(`are refused by ${operation}`, async () => {
      for (const name of [ALIAS, ARN]) {
        const message = `Invalid keyId ${name}`;
        await rejects(ask(kms, operation, { KeyId: name, ...input }), {
          name: "NotFoundException",
          message,
        });
      }
    });
  }

  for (const [operation, input] of Object.entries(BY_ALIAS)) {
    it(`are taken by ${operation}`, async () => {
      for (const name of [ALIAS, ARN]) await ask(kms, operation, { KeyId: name, ...input });
    });
  }

  it("have no colon", async () => {
    const AliasName = "alias/my:alias";
    await rejects(kms.createAlias({ AliasName, TargetKeyId }), {
      name: "ValidationException",
      message: `${AliasName} contains invalid characters for an alias`,
    });
  });

  it("left the key as it was where they were refused", async () => {
    const { KeyMetadata } = await kms.describeKey({ KeyId: ALIAS });
    deepStrictEqual([KeyMetadata?.KeyState, KeyMetadata?.Description], ["Enabled", ""]);
    strictEqual(Object.keys(BY_ID).length, 20);
  });
});
