import type { SecretDocuments } from "../../../domain/documents";
import { findByArn } from "../../../domain/documents-index";
import { formatArn, parseArn } from "../../../names";
import { call, decryptionOf } from "../../calls";
import type { ChangeKind, World } from "../../change";
import { regionsToTry } from "../../regions";
import { mayTry } from "../../rights";
import { OPEN_TO_ALL } from "../../worlds";

const REPLICATE = "secretsmanager:ReplicateSecretToRegions";
const STOP = "secretsmanager:StopReplicationToReplica";
const WRITE = "secretsmanager:PutResourcePolicy";

/** Somebody replicates a secret into another region under another key and detaches the copy, whose policy is then their own. */
export const replicateSecret: ChangeKind = {
  id: "replicate-secret",
  gives: "opens",
  title: "Replicate a secret, and write the policy of the replica",
  actions: [REPLICATE, STOP, WRITE],
  *changesBy(world, actor) {
    const { documents } = world;
    if (!mayTry(world, actor, REPLICATE)) return;
    for (const secret of documents.secrets ?? []) {
      const { partition = "aws" } = parseArn(secret.arn) ?? {};
      const replicas = regionsToTry(world, partition).map((region) => ({
        region,
        replica: inRegion(secret.arn, region),
      }));
      const free = replicas.filter(({ replica }) => !findByArn(documents.secrets, replica));
      for (const { region, replica } of free) {
        const tags = secret.tags ? { resourceTags: secret.tags } : {};
        const copying = [
          call(REPLICATE, secret.arn, { "secretsmanager:AddReplicaRegions": [region] }),
          ...decryptionOf(secret),
        ];
        yield {
          target: secret.arn,
          variant: region,
          calls: [
            ...copying,
            { aws: { ...call(STOP, replica).aws, ...tags } },
            { aws: { ...call(WRITE, replica).aws, ...tags } },
          ],
          apply: (now) => withReplica(now, secret, { arn: replica, policy: OPEN_TO_ALL }),
        };
        // The replica has the policy of its primary. Where rights differ by region, that may be enough.
        yield {
          target: secret.arn,
          variant: `${region} only`,
          calls: copying,
          apply: (now) => withReplica(now, secret, { arn: replica, policy: secret.policy }),
        };
      }
    }
  },
};

function inRegion(arn: string, region: string): string {
  const parts = parseArn(arn);
  return parts ? formatArn({ ...parts, region }) : arn;
}

function withReplica(
  world: World,
  { arn, tags }: SecretDocuments,
  replica: Pick<SecretDocuments, "arn" | "policy">,
): World {
  const { secrets } = world.documents;
  if (secrets?.some((one) => one.arn === replica.arn)) return world;
  const copied = (secrets ?? []).map((one) =>
    one.arn === arn ? { ...one, copies: [...(one.copies ?? []), replica.arn] } : one,
  );
  const made = { ...replica, ...(tags && { tags }) };
  return { ...world, documents: { ...world.documents, secrets: [...copied, made] } };
}
