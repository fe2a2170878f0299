import type { KeyMetadata } from "@aws-sdk/client-kms";

import type { Properties } from "../../common/values";
import type { Context, Inputs, Tagging, Update } from "../lifecycle/resource";
import { kmsTagList } from "../lifecycle/tags";

export interface FoundKey {
  metadata: KeyMetadata;
  rotation: { enabled: boolean; periodInDays: number | undefined };
  policy: string | undefined;
  tags: Record<string, string>;
}

/** Everything that KMS says of a key; `undefined` when it waits for its deletion. */
export async function readKey(
  { client }: Context<"kms">,
  id: string,
): Promise<FoundKey | undefined> {
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

export const keyTagging: Tagging<"kms"> = {
  tag: ({ client }, KeyId, tags) => client.tagResource({ KeyId, Tags: kmsTagList(tags) }),
  untag: ({ client }, KeyId, TagKeys) => client.untagResource({ KeyId, TagKeys }),
};

export async function deleteKey({ client }: Context<"kms">, id: string, state: Inputs) {
  await client.scheduleKeyDeletion({
    KeyId: id,
    PendingWindowInDays: state.deletionWindowInDays,
  });
}

/** Changes what a primary key and a replica have in common: description, policy and tags. */
export async function updateKey(
  { client }: Context<"kms">,
  id: string,
  { inputs, changed }: Update,
): Promise<void> {
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
}
