import type { SecretDocuments } from "../../../domain/documents";
import { findByArn } from "../../../domain/documents-index";
import { formatArn, parseArn, regionOf } from "../../../names";
import { call, decryptionOf, kindOf } from "../../calls";
import type { World } from "../../change";
import { OPEN_TO_ALL } from "../../worlds";

const REPLICATE = "secretsmanager:ReplicateSecretToRegions";
const STOP = "secretsmanager:StopReplicationToReplica";
const WRITE = "secretsmanager:PutResourcePolicy";

/** Somebody replicates a secret into another region under another key and detaches the copy, whose policy is then their own. */
export const replicateSecret = kindOf({
  id: "replicate-secret",
  gives: "opens",
  about: {
    title: "Replicate a secret, and write the policy of the replica",
    prerequisites: `The rights to ${REPLICATE} on the secret, and to ${STOP} and ${WRITE} on its replica; with a customer managed key, also to decrypt with it.`,
    fix: `Deny ${REPLICATE} to everyone but the deployers in a control policy, and allow regions by secretsmanager:AddReplicaRegions.`,
    coverage: "partial",
    lacks: "Of each secret one region is tried, and each that a policy of the caller names.",
  },
  actions: [REPLICATE, STOP, WRITE],
  *changesBy({ documents }) {
    const regions = [...(documents.secrets ?? []).map(({ arn }) => regionOf(arn) ?? ""), ...USUAL];
    for (const secret of documents.secrets ?? []) {
      const replicas = [...new Set(regions)].map((region) => ({
        region,
        replica: inRegion(secret.arn, region),
      }));
      const free = replicas.filter(({ replica }) => !findByArn(documents.secrets, replica));
      for (const { region, replica } of free.slice(0, MOST_REGIONS)) {
        const tags = secret.tags ? { resourceTags: secret.tags } : {};
        yield {
          target: secret.arn,
          variant: region,
          calls: [
            call(REPLICATE, secret.arn, { "secretsmanager:AddReplicaRegions": [region] }),
            ...decryptionOf(secret),
            { aws: { ...call(STOP, replica).aws, ...tags } },
            { aws: { ...call(WRITE, replica).aws, ...tags } },
          ],
          apply: (world) => withReplica(world, secret, replica),
        };
      }
    }
  },
});

const USUAL = ["us-east-1", "us-west-2"];
const MOST_REGIONS = 3;

function inRegion(arn: string, region: string): string {
  const parts = parseArn(arn);
  return parts ? formatArn({ ...parts, region }) : arn;
}

function withReplica(world: World, { arn, tags }: SecretDocuments, replica: string): World {
  const { secrets } = world.documents;
  if (secrets?.some((one) => one.arn === replica)) return world;
  const copied = (secrets ?? []).map((one) =>
    one.arn === arn ? { ...one, copies: [...(one.copies ?? []), replica] } : one,
  );
  const made = { arn: replica, ...(tags && { tags }), policy: OPEN_TO_ALL };
  return { ...world, documents: { ...world.documents, secrets: [...copied, made] } };
}
