import type { KeyMetadata } from "@aws-sdk/client-kms";

import type { Properties } from "../../common/values";
import type { Context, Inputs, Update } from "../lifecycle/resource";
import { kmsTagList, tagChanges } from "../lifecycle/tags";

export interface FoundKey {
  metadata: KeyMetadata;
  rotation: { enabled: boolean; periodInDays: number | undefined };
  policy: string | undefined;
  tags: Record<string, string>;
}

/** Everything that KMS says of a key; `undefined` when it waits for its deletion. */
export async function readKey(
  { account, region }: Context,
  id: string,
): Promise<FoundKey | undefined> {
  const client = await account.kms(region);
  const { KeyMetadata: metadata } = await client.describeKey({ KeyId: id });
  if (!metadata || metadata.KeyState?.startsWith("Pending")) return undefined;
  const [policy, rotation, tags] = await Promise.all([
    client.getKeyPolicy({ KeyId: id, PolicyName: "default" }),
    metadata.KeySpec === "SYMMETRIC_DEFAULT"
      ? client.getKeyRotationStatus({ KeyId: id })
      : undefined,
    client.listResourceTags({ KeyId: id }),
  ]);
  return {
    metadata,
    rotation: {
      enabled: rotation?.KeyRotationEnabled ?? false,
      periodInDays: rotation?.RotationPeriodInDays,
    },
    policy: policy.Policy,
    tags: Object.fromEntries(
      (tags.Tags ?? []).map(({ TagKey, TagValue }) => [TagKey ?? "", TagValue ?? ""]),
    ),
  };
}

/** The part of a state that a primary key and a replica have in common. */
export function keyState({ metadata, policy, tags }: FoundKey): Properties {
  return {
    id: metadata.KeyId,
    keyId: metadata.KeyId,
    arn: metadata.Arn,
    description: metadata.Description ?? "",
    keyUsage: metadata.KeyUsage,
    policy,
    tags,
  };
}

export async function deleteKey({ account, region }: Context, id: string, state: Inputs) {
  const client = await account.kms(region);
  await client.scheduleKeyDeletion({
    KeyId: id,
    PendingWindowInDays: state.deletionWindowInDays,
  });
}

/** Changes what a primary key and a replica have in common: description, policy and tags. */
export async function updateKey(
  { account, region }: Context,
  id: string,
  { inputs, state, changed }: Update,
): Promise<void> {
  const client = await account.kms(region);
  if (changed("description")) {
    await client.updateKeyDescription({ KeyId: id, Description: inputs.description ?? "" });
  }
  if (changed("policy") && inputs.policy) {
    await client.putKeyPolicy({
      KeyId: id,
      PolicyName: "default",
      Policy: inputs.policy,
      BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
    });
  }
  if (changed("tags")) {
    const { added, removed } = tagChanges(state.tags, inputs.tags);
    if (removed.length > 0) await client.untagResource({ KeyId: id, TagKeys: removed });
    if (Object.keys(added).length > 0) {
      await client.tagResource({ KeyId: id, Tags: kmsTagList(added) });
    }
  }
}
