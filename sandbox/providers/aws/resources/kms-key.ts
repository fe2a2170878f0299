import { setTimeout as sleep } from "node:timers/promises";
import type { KeyMetadata } from "@aws-sdk/client-kms";
import { ownPace, timeOf } from "../../../clusters/pace";
import { boolean, camelCased, type Properties, pick, string } from "../../common/values";
import { policyDocument } from "../lifecycle/policy-document";
import {
  type AwsResource,
  type Context,
  type Inputs,
  kmsTagList,
  type Tagging,
  type Update,
} from "../lifecycle/resource";

interface FoundKey {
  metadata: KeyMetadata;
  rotation: { enabled: boolean; periodInDays: number };
  policy: string | undefined;
  tags: Record<string, string>;
}

/** The refusals that are retried for a key, a replica or their policy, and those that mean the key is gone. */
export const keyRules: Pick<AwsResource, "goneWhen" | "retries"> = {
  retries: [{ name: "NotFoundException" }, { name: "MalformedPolicyDocumentException" }],
  goneWhen: [{ name: "KMSInvalidStateException", says: "is pending deletion" }],
};

/** How many equal reads in a row the provider takes as settled. */
const READS = 5;

/** Waits until a change to a key is settled. `pause`: seconds between two reads. */
export async function settle(pause = 1): Promise<void> {
  await sleep(READS * pause * timeOf("keyRead", ownPace()));
}

const GONE = ["PendingDeletion", "PendingReplicaDeletion"];

/** A key, unless its deletion is scheduled. */
export async function describeKey({ client }: Context<"kms">, id: string) {
  const { KeyMetadata } = await client.describeKey({ KeyId: id });
  return GONE.includes(KeyMetadata?.KeyState ?? "") ? undefined : KeyMetadata;
}

async function putKeyPolicy(
  { client }: Context<"kms">,
  KeyId: string,
  { bypassPolicyLockoutSafetyCheck, policy }: Inputs,
): Promise<void> {
  await client.putKeyPolicy({
    KeyId,
    PolicyName: "default",
    Policy: policy,
    BypassPolicyLockoutSafetyCheck: bypassPolicyLockoutSafetyCheck ?? false,
  });
  await settle();
}

/** Everything that KMS says about a key. `undefined` if its deletion is scheduled. */
export async function readKey(context: Context<"kms">, id: string): Promise<FoundKey | undefined> {
  const { client } = context;
  const metadata = await describeKey(context, id);
  if (!metadata) return undefined;
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
      periodInDays: rotation?.RotationPeriodInDays ?? 0,
    },
    policy: policy.Policy,
    tags: Object.fromEntries((tags.Tags ?? []).map((tag) => [tag.TagKey, tag.TagValue])),
  };
}

/** The state that a primary key and a replica share. */
export function keyState({ metadata, policy, tags }: FoundKey): Properties {
  return {
    ...pick(camelCased(metadata), "arn", "description", "keyId", "keyUsage"),
    id: metadata.KeyId,
    policy,
    tags,
  };
}

export const keyTagging: Tagging<"kms"> = {
  tag: ({ client }, KeyId, tags) => client.tagResource({ KeyId, Tags: kmsTagList(tags) }),
  untag: ({ client }, KeyId, TagKeys) => client.untagResource({ KeyId, TagKeys }),
};

export async function deleteKey({ client }: Context<"kms">, id: string, state: Inputs) {
  await client.scheduleKeyDeletion({ KeyId: id, PendingWindowInDays: state.deletionWindowInDays });
}

/** Changes what a primary key and a replica share: description, policy and tags. */
export async function updateKey(
  context: Context<"kms">,
  id: string,
  { inputs, changed }: Update,
): Promise<void> {
  if (changed("description")) {
    const { description = "" } = inputs;
    await context.client.updateKeyDescription({ KeyId: id, Description: description });
    await settle(2);
  }
  if (changed("policy") && inputs.policy) await putKeyPolicy(context, id, inputs);
}

export const keyPolicy: AwsResource<"kms"> = {
  type: "aws:kms/keyPolicy:KeyPolicy",
  service: "kms",
  noun: "KMS Key Policy",
  properties: {
    bypassPolicyLockoutSafetyCheck: boolean({ default: false, unread: true }),
    keyId: string({ required: true }),
    policy: policyDocument({ required: true }),
  },
  outputs: [],
  ...keyRules,
  mustExistToBeDeleted: true,

  async create(context, inputs) {
    await putKeyPolicy(context, inputs.keyId, inputs);
    return inputs.keyId;
  },

  async read(context, id) {
    const key = await describeKey(context, id);
    if (!key) return undefined;
    const request = { KeyId: id, PolicyName: "default" };
    const { Policy: policy } = await context.client.getKeyPolicy(request);
    return { id, keyId: key.KeyId, policy };
  },

  async update(context, id, { changed, inputs }) {
    if (changed("policy")) await putKeyPolicy(context, id, inputs);
  },

  /** A key always has a policy: deleting it restores the one that KMS gives a new key. */
  async delete(context, _id, state) {
    if (state.bypassPolicyLockoutSafetyCheck) return;
    const { account, partition } = await context.account.identity();
    const initial = {
      Version: "2012-10-17",
      Id: "default",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:${partition}:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    };
    await putKeyPolicy(context, state.keyId, { policy: JSON.stringify(initial) });
  },
};
