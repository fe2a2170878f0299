import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { prefixOf, uniqueSuffix } from "../../common/autoname";
import { boolean, number, object, refused, set, string } from "../../common/values";
import { describeError, orGone, retried } from "../account/errors";
import {
  type AwsResource,
  type Inputs,
  nameWithin,
  tagList,
  tagsFrom,
} from "../lifecycle/resource";

interface Replica {
  region: string;
  kmsKeyId?: string;
}

export const secret: AwsResource<"secretsmanager"> = {
  type: "aws:secretsmanager/secret:Secret",
  service: "secretsmanager",
  noun: "Secrets Manager Secret",
  tagging: {
    tag: ({ client }, SecretId, tags) => client.tagResource({ SecretId, Tags: tagList(tags) }),
    untag: ({ client }, SecretId, TagKeys) => client.untagResource({ SecretId, TagKeys }),
  },
  autoname: { maxLength: 255 },
  properties: {
    description: string(),
    forceOverwriteReplicaSecret: boolean({ default: false, unread: true }),
    kmsKeyId: string(),
    name: string({ computed: true, replaces: true, problem: nameWithin(512, "/_+=.@-") }),
    namePrefix: string({ computed: true, replaces: true, problem: nameWithin(486, "/_+=.@-") }),
    policy: refused(
      "removing it later would leave the policy in place, use aws.secretsmanager.SecretPolicy",
      { computed: true },
    ),
    recoveryWindowInDays: number({
      default: 30,
      unread: true,
      problem: (days: number) =>
        days === 0 || (days >= 7 && days <= 30) ? undefined : `must be 0, or 7 to 30, got ${days}`,
    }),
    replicas: set(
      object({
        region: string({ required: true }),
        kmsKeyId: string({ computed: true }),
        lastAccessedDate: string({ computed: true }),
        status: string({ computed: true }),
        statusMessage: string({ computed: true }),
      }),
    ),
    type: refused("managed external secrets are outside the sandbox"),
  },
  outputs: ["arn"],
  retries: [
    { name: "InvalidRequestException", says: "scheduled for deletion" },
    { name: "InvalidRequestException", says: "was deleted" },
  ],

  async create({ client }, inputs) {
    const { ARN } = await client.createSecret({
      Name: inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`,
      Description: inputs.description ?? "",
      KmsKeyId: inputs.kmsKeyId,
      Tags: tagList(inputs.tags),
      AddReplicaRegions: replicaList(inputs.replicas),
      ForceOverwriteReplicaSecret: inputs.forceOverwriteReplicaSecret,
    });
    return ARN as string;
  },

  async read({ client }, id) {
    const found = await client.describeSecret({ SecretId: id });
    if (found.DeletedDate) return undefined;
    return {
      id: found.ARN,
      arn: found.ARN,
      name: found.Name,
      namePrefix: prefixOf(found.Name),
      policy: await policyOf(client, id),
      description: found.Description,
      kmsKeyId: found.KmsKeyId,
      replicas: (found.ReplicationStatus ?? []).map((replica) => ({
        region: replica.Region,
        kmsKeyId: replica.KmsKeyId ?? "",
        lastAccessedDate: replica.LastAccessedDate?.toISOString() ?? "",
        status: replica.Status ?? "",
        statusMessage: replica.StatusMessage ?? "",
      })),
      tags: tagsFrom(found.Tags),
    };
  },

  async update({ client }, id, { inputs, state, changed }) {
    if (changed("replicas")) await updateReplicas(client, id, state, inputs);
    if (changed("description", "kmsKeyId")) {
      await client.updateSecret({
        SecretId: id,
        Description: inputs.description ?? "",
        ...(inputs.kmsKeyId ? { KmsKeyId: inputs.kmsKeyId } : {}),
      });
    }
  },

  async delete({ client }, id, state) {
    const replicas = (state.replicas ?? []) as Replica[];
    await removeReplicas(
      client,
      id,
      replicas.map(({ region }) => region),
    );
    const days = state.recoveryWindowInDays ?? 30;
    await client.deleteSecret({
      SecretId: id,
      ...(days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days }),
    });
    // The provider asks until the secret is gone. Here that is at once.
    await orGone(client.describeSecret({ SecretId: id }));
  },
};

async function updateReplicas(client: SecretsManager, id: string, state: Inputs, inputs: Inputs) {
  const old = (state.replicas ?? []) as Replica[];
  const next = (inputs.replicas ?? []) as Replica[];
  const kept = (replica: Replica) =>
    old.some(
      (o) =>
        o.region === replica.region &&
        (o.kmsKeyId || "") === (replica.kmsKeyId ?? o.kmsKeyId ?? ""),
    );
  const wanted = new Set(next.filter(kept).map((replica) => replica.region));
  const removed = old.map((replica) => replica.region).filter((name) => !wanted.has(name));
  const added = next.filter((replica) => !wanted.has(replica.region));
  await removeReplicas(client, id, removed);
  if (added.length > 0) {
    await client.replicateSecretToRegions({
      SecretId: id,
      AddReplicaRegions: replicaList(added),
      ForceOverwriteReplicaSecret: inputs.forceOverwriteReplicaSecret,
    });
  }
}

async function removeReplicas(
  client: SecretsManager,
  SecretId: string,
  RemoveReplicaRegions: string[],
): Promise<void> {
  if (RemoveReplicaRegions.length === 0) return;
  const asked = client.removeRegionsFromReplication({ SecretId, RemoveReplicaRegions });
  await orGone(asked).catch((error) => {
    // The provider's own words, by which the command knows what to read again.
    throw new Error(
      `removing Secrets Manager Secret (${SecretId}) replicas: ${describeError(error)}`,
    );
  });
}

function replicaList(replicas: Replica[] | undefined) {
  return replicas?.map(({ region, kmsKeyId }) => ({
    Region: region,
    ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : {}),
  }));
}

/** A policy with the unique ID of a deleted role or user cannot be read, and neither can its secret. */
async function policyOf(client: SecretsManager, SecretId: string): Promise<string> {
  const says = "policy: contains invalid principals";
  return retried([{ name: "Error", says }], async () => {
    const { ResourcePolicy = "" } = await client.getResourcePolicy({ SecretId });
    if (namesWhoIsGone(ResourcePolicy)) throw new Error(says);
    return ResourcePolicy;
  });
}

/** The provider checks single principals, but not those in a list. */
function namesWhoIsGone(policy: string): boolean {
  if (policy === "") return false;
  const { Statement = [] } = JSON.parse(policy) as { Statement?: unknown };
  return [Statement].flat().some((statement) => {
    const alone = (statement as { Principal?: { AWS?: unknown } }).Principal?.AWS;
    return typeof alone === "string" && !/^(?:\*|\d{12}|arn:.*)$/s.test(alone);
  });
}
