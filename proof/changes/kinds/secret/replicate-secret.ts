import type { SecretDocuments } from "../../../domain/documents";
import { findByArn } from "../../../domain/documents-index";
import type { RawPolicy } from "../../../grammar/syntax";
import { formatArn, parseArn } from "../../../names";
import { call } from "../../calls";
import type { AwsCall, Change, ChangeKind, World } from "../../change";
import { regionsToTry } from "../../regions";
import { mayTryOn } from "../../rights";
import {
  decryptionBy,
  encryptionBy,
  keysToTry,
  type UsableKey,
  withSecretKey,
} from "../../secret-keys";
import { OPEN_TO_ALL, withChanged } from "../../worlds";

const REPLICATE = "secretsmanager:ReplicateSecretToRegions";
const REMOVE = "secretsmanager:RemoveRegionsFromReplication";
const STOP = "secretsmanager:StopReplicationToReplica";
const WRITE = "secretsmanager:PutResourcePolicy";
const FORCE = "secretsmanager:ForceOverwriteReplicaSecret";

/** Somebody replicates a secret into another region under another key and detaches the copy, whose policy is then their own. */
export const replicateSecret: ChangeKind = {
  id: "replicate-secret",
  gives: "opens",
  title: "Replicate a secret, and write the policy of the replica",
  actions: [REPLICATE, REMOVE, STOP, WRITE],
  *changesBy(world, actor) {
    const { secrets } = world.documents;
    const { secrets: earlier } = world.unchanged ?? world.documents;
    for (const secret of secrets ?? []) {
      if (!mayTryOn(world, actor, REPLICATE, secret.arn)) continue;
      const decryption = decryptionBy(world, actor, secret);
      const { partition = "aws", region: own } = parseArn(secret.arn) ?? {};
      const regions = regionsToTry(world, partition).filter((region) => region !== own);
      for (const region of regions) {
        const arn = inRegion(secret.arn, region);
        const there = findByArn(earlier, arn);
        // A new replica may have the AWS managed key, too.
        const replica = { arn, ...(there && { key: there.key ?? null }) };
        for (const key of keysToTry(world, replica)) {
          yield* changesInto(secret, decryption, { region, ...replica }, key);
        }
      }
    }
  },
};

interface Replica extends Pick<SecretDocuments, "arn" | "key"> {
  region: string;
}

function* changesInto(
  secret: SecretDocuments,
  decryption: AwsCall[],
  replica: Replica,
  used: UsableKey,
): Iterable<Change> {
  const { arn, region } = replica;
  const isThere = replica.key !== undefined;
  const tags = secret.tags ? { resourceTags: secret.tags } : {};
  const onReplica = (action: string): AwsCall => ({ aws: { ...call(action, arn).aws, ...tags } });
  const replicate = (context = {}) =>
    call(REPLICATE, secret.arn, { "secretsmanager:AddReplicaRegions": [region], ...context });
  // A replica that is there has to go first, or is detached and overwritten.
  const ways = isThere
    ? [
        [call(REMOVE, secret.arn), replicate()],
        [onReplica(STOP), replicate({ [FORCE]: "true" })],
      ]
    : [[replicate()]];
  for (const [at, copying] of ways.entries()) {
    const made = {
      target: secret.arn,
      ...(isThere && { worstCase: `nobody read whether ${arn} is a replica of ${secret.arn}` }),
    };
    const calls = [...copying, ...decryption, ...encryptionBy(arn, used)];
    const variant = `${region} ${used.key} ${at}`;
    yield {
      ...{ ...made, variant, calls: [...calls, onReplica(STOP), onReplica(WRITE)] },
      apply: (now) => withReplica(now, secret, { arn, key: used.key, policy: OPEN_TO_ALL }),
    };
    // The replica has the policy of its primary. Where rights differ by region, that may be enough.
    yield {
      ...{ ...made, variant: `${variant} only`, calls },
      apply: (now) => withReplica(now, secret, { arn, key: used.key }),
    };
  }
}

function inRegion(arn: string, region: string): string {
  const parts = parseArn(arn);
  return parts ? formatArn({ ...parts, region }) : arn;
}

/** The world in which the replica has this key, too, and this policy or otherwise that of its primary. */
function withReplica(
  world: World,
  { arn, policy: primary, tags }: SecretDocuments,
  {
    arn: replica,
    key,
    policy,
  }: Required<Pick<SecretDocuments, "arn" | "key">> & { policy?: RawPolicy },
): World {
  const { secrets } = world.documents;
  if (findByArn(secrets, replica)) {
    const keyed = withSecretKey(world, replica, key);
    return policy ? withChanged(keyed, "secrets", replica, (one) => ({ ...one, policy })) : keyed;
  }
  const copied = (secrets ?? []).map((one) =>
    one.arn === arn ? { ...one, copies: [...(one.copies ?? []), replica] } : one,
  );
  const made = { arn: replica, policy: policy ?? primary ?? null, ...(tags && { tags }) };
  const documents = { ...world.documents, secrets: [...copied, made] };
  return withSecretKey({ ...world, documents }, replica, key, []);
}
