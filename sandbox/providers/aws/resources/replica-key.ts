import { between, boolean, json, number, string } from "../../common/property";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource } from "../lifecycle/resource";
import { kmsTagList } from "../lifecycle/tags";
import { deleteKey, keyState, readKey, updateKey } from "./kms-key";

export const replicaKey: AwsResource = {
  type: "aws:kms/replicaKey:ReplicaKey",
  noun: "KMS Replica Key",
  taggable: true,
  regional: true,
  properties: {
    bypassPolicyLockoutSafetyCheck: boolean({ default: false, unread: true }),
    deletionWindowInDays: number({ default: 30, unread: true, problem: between(7, 30) }),
    description: string(),
    enabled: boolean({ default: true }),
    policy: json({ computed: true, same: samePolicy }),
    primaryKeyArn: string({ required: true, replaces: true }),
  },
  outputs: ["arn", "keyId", "keyRotationEnabled", "keySpec", "keyUsage"],

  async create({ account, region }, inputs, created) {
    const [, , , primaryRegion, , path = ""] = String(inputs.primaryKeyArn).split(":");
    const client = await account.kms(primaryRegion);
    const { ReplicaKeyMetadata } = await client.replicateKey({
      KeyId: path.replace(/^key\//, ""),
      ReplicaRegion: region,
      Description: inputs.description,
      Policy: inputs.policy,
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
      Tags: kmsTagList(inputs.tags),
    });
    const id = ReplicaKeyMetadata?.KeyId as string;
    created(id);
    if (inputs.enabled === false) await (await account.kms(region)).disableKey({ KeyId: id });
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
    const client = await context.account.kms(context.region);
    const { inputs, changed } = update;
    if (changed("enabled") && inputs.enabled) await client.enableKey({ KeyId: id });
    await updateKey(context, id, update);
    if (changed("enabled") && !inputs.enabled) await client.disableKey({ KeyId: id });
  },

  delete: deleteKey,
};
