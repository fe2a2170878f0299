import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ReplicateKeyCommand,
  RevokeGrantCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";

import { A, REGION, withSandbox } from "./support";

const ALIAS = "alias/shop";
const ARN = `arn:aws:kms:${REGION}:${A}:${ALIAS}`;
const tag = { TagKey: "k", TagValue: "v" };
const grant = { GranteePrincipal: `arn:aws:iam::${A}:user/administrator` };

/** The operations that AWS documents a key id or key ARN for, and no alias. */
const BY_ID: Record<string, (KeyId: string) => object> = {
  CancelKeyDeletion: (KeyId) => new CancelKeyDeletionCommand({ KeyId }),
  CreateGrant: (KeyId) => new CreateGrantCommand({ KeyId, ...grant, Operations: ["Decrypt"] }),
  DisableKey: (KeyId) => new DisableKeyCommand({ KeyId }),
  DisableKeyRotation: (KeyId) => new DisableKeyRotationCommand({ KeyId }),
  EnableKey: (KeyId) => new EnableKeyCommand({ KeyId }),
  EnableKeyRotation: (KeyId) => new EnableKeyRotationCommand({ KeyId }),
  GetKeyPolicy: (KeyId) => new GetKeyPolicyCommand({ KeyId }),
  GetKeyRotationStatus: (KeyId) => new GetKeyRotationStatusCommand({ KeyId }),
  ListAliases: (KeyId) => new ListAliasesCommand({ KeyId }),
  ListGrants: (KeyId) => new ListGrantsCommand({ KeyId }),
  ListKeyPolicies: (KeyId) => new ListKeyPoliciesCommand({ KeyId }),
  ListResourceTags: (KeyId) => new ListResourceTagsCommand({ KeyId }),
  PutKeyPolicy: (KeyId) => new PutKeyPolicyCommand({ KeyId, Policy: "{}" }),
  ReplicateKey: (KeyId) => new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" }),
  RevokeGrant: (KeyId) => new RevokeGrantCommand({ KeyId, GrantId: "x" }),
  RotateKeyOnDemand: (KeyId) => new RotateKeyOnDemandCommand({ KeyId }),
  ScheduleKeyDeletion: (KeyId) => new ScheduleKeyDeletionCommand({ KeyId }),
  TagResource: (KeyId) => new TagResourceCommand({ KeyId, Tags: [tag] }),
  UntagResource: (KeyId) => new UntagResourceCommand({ KeyId, TagKeys: ["k"] }),
  UpdateKeyDescription: (KeyId) => new UpdateKeyDescriptionCommand({ KeyId, Description: "x" }),
};

const BY_ALIAS: Record<string, (KeyId: string) => object> = {
  DescribeKey: (KeyId) => new DescribeKeyCommand({ KeyId }),
  Encrypt: (KeyId) => new EncryptCommand({ KeyId, Plaintext: Buffer.from("x") }),
  GenerateDataKey: (KeyId) => new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }),
};

describe("sandbox KMS aliases", () => {
  const { kms } = withSandbox();
  let send: (command: object) => Promise<unknown>;
  let TargetKeyId: string | undefined;
  before(async () => {
    send = (command) => kms.send(command as DescribeKeyCommand);
    TargetKeyId = (await kms.createKey()).KeyMetadata?.KeyId;
    await send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId }));
  });

  for (const [operation, command] of Object.entries(BY_ID)) {
    it(`are refused by ${operation}`, async () => {
      for (const name of [ALIAS, ARN]) {
        const message = `Invalid keyId ${name}`;
        await rejects(send(command(name)), { name: "NotFoundException", message });
      }
    });
  }

  for (const [operation, command] of Object.entries(BY_ALIAS)) {
    it(`are taken by ${operation}`, async () => {
      for (const name of [ALIAS, ARN]) await send(command(name));
    });
  }

  it("have no colon", async () => {
    const AliasName = "alias/my:alias";
    await rejects(send(new CreateAliasCommand({ AliasName, TargetKeyId })), {
      name: "ValidationException",
      message: `${AliasName} contains invalid characters for an alias`,
    });
  });

  it("left the key as it was where they were refused", async () => {
    const { KeyMetadata } = (await send(new DescribeKeyCommand({ KeyId: ALIAS }))) as {
      KeyMetadata: { KeyState: string; Description: string };
    };
    deepStrictEqual([KeyMetadata.KeyState, KeyMetadata.Description], ["Enabled", ""]);
    strictEqual(Object.keys(BY_ID).length, 20);
  });
});
