import { between, boolean, number, refused, string } from "../../common/values";
import { policyDocument } from "../lifecycle/policy-document";
import { type AwsResource, kmsTagList } from "../lifecycle/resource";
import { deleteKey, keyRules, keyState, keyTagging, readKey, settle, updateKey } from "./kms-key";

export const key: AwsResource<"kms"> = {
  type: "aws:kms/key:Key",
  service: "kms",
  noun: "KMS Key",
  tagging: keyTagging,
  ...keyRules,
  properties: {
    bypassPolicyLockoutSafetyCheck: boolean({ default: false, unread: true }),
    customKeyStoreId: refused("custom key stores are outside the sandbox"),
    customerMasterKeySpec: string({ default: "SYMMETRIC_DEFAULT", replaces: true }),
    deletionWindowInDays: number({ unread: true, problem: between(7, 30) }),
    description: string({ computed: true }),
    enableKeyRotation: boolean({ default: false }),
    isEnabled: boolean({ default: true }),
    keyUsage: string({ default: "ENCRYPT_DECRYPT", replaces: true }),
    multiRegion: boolean({ computed: true, replaces: true }),
    policy: policyDocument({ computed: true }),
    rotationPeriodInDays: number({ computed: true, problem: between(90, 2560) }),
    xksKeyId: refused("external key stores are outside the sandbox"),
  },
  outputs: ["arn", "keyId"],

  async create({ client }, inputs, created) {
    const { KeyMetadata } = await client.createKey({
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      KeySpec: inputs.customerMasterKeySpec,
      KeyUsage: inputs.keyUsage,
      Description: inputs.description,
      MultiRegion: inputs.multiRegion,
      Policy: inputs.policy,
      Tags: kmsTagList(inputs.tags),
    });
    const id = KeyMetadata?.KeyId as string;
    created(id);
    if (inputs.enableKeyRotation) {
      await client.enableKeyRotation({
        KeyId: id,
        RotationPeriodInDays: inputs.rotationPeriodInDays,
      });
      await settle();
    }
    if (inputs.isEnabled === false) await client.disableKey({ KeyId: id });
    return id;
  },

  async read(context, id) {
    const found = await readKey(context, id);
    if (!found) return undefined;
    const { metadata, rotation } = found;
    return {
      ...keyState(found),
      customerMasterKeySpec: metadata.KeySpec,
      isEnabled: metadata.Enabled,
      multiRegion: metadata.MultiRegion,
      enableKeyRotation: rotation.enabled,
      rotationPeriodInDays: rotation.periodInDays,
    };
  },

  async update(context, id, update) {
    const { client } = context;
    const { inputs, changed } = update;
    // The rotation of a disabled key cannot change: enable first, disable last.
    if (changed("isEnabled") && inputs.isEnabled) await client.enableKey({ KeyId: id });
    if (changed("enableKeyRotation", "rotationPeriodInDays")) {
      if (inputs.enableKeyRotation) {
        await client.enableKeyRotation({
          KeyId: id,
          RotationPeriodInDays: inputs.rotationPeriodInDays,
        });
      } else {
        await client.disableKeyRotation({ KeyId: id });
      }
      await settle();
    }
    await updateKey(context, id, update);
    if (changed("isEnabled") && !inputs.isEnabled) await client.disableKey({ KeyId: id });
  },

  delete: deleteKey,
};

export const replicaKey: AwsResource<"kms"> = {
  type: "aws:kms/replicaKey:ReplicaKey",
  service: "kms",
  noun: "KMS Replica Key",
  tagging: keyTagging,
  ...keyRules,
  properties: {
    bypassPolicyLockoutSafetyCheck: boolean({ default: false, unread: true }),
    deletionWindowInDays: number({ default: 30, unread: true, problem: between(7, 30) }),
    description: string(),
    enabled: boolean({ default: true }),
    policy: policyDocument({ computed: true }),
    primaryKeyArn: string({ required: true, replaces: true }),
  },
  outputs: ["arn", "keyId", "keyRotationEnabled", "keySpec", "keyUsage"],

  async create({ account, client, region }, inputs, created) {
    const [, , , primaryRegion, , path = ""] = String(inputs.primaryKeyArn).split(":");
    const there = await account.client("kms", primaryRegion);
    const { ReplicaKeyMetadata } = await there.replicateKey({
      KeyId: path.replace(/^key\//, ""),
      ReplicaRegion: region,
      Description: inputs.description,
      Policy: inputs.policy,
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      Tags: kmsTagList(inputs.tags),
    });
    const id = ReplicaKeyMetadata?.KeyId as string;
    created(id);
    if (inputs.enabled === false) await client.disableKey({ KeyId: id });
    return id;
  },

  async read(context, id) {
    const found = await readKey(context, id);
    if (!found) return undefined;
    const { metadata, rotation } = found;
    return {
      ...keyState(found),
      primaryKeyArn: metadata.MultiRegionConfiguration?.PrimaryKey?.Arn,
      enabled: metadata.Enabled ?? false,
      keyRotationEnabled: rotation.enabled,
      keySpec: metadata.KeySpec,
    };
  },

  async update(context, id, update) {
    const { client } = context;
    const { inputs, changed } = update;
    if (changed("enabled") && inputs.enabled) await client.enableKey({ KeyId: id });
    await updateKey(context, id, update);
    if (changed("enabled") && !inputs.enabled) await client.disableKey({ KeyId: id });
  },

  delete: deleteKey,
};
