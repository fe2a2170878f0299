import { between, boolean, number, string } from "../../common/property";
import { policyDocument } from "../lifecycle/policy-document";
import type { AwsResource } from "../lifecycle/resource";
import { kmsTagList } from "../lifecycle/tags";
import { deleteKey, keyRules, keyState, keyTagging, readKey, updateKey } from "./kms-key";

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
