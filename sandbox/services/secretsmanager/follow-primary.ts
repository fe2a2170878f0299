import type { StoreWriter } from "../../store/store";
import { AwsError } from "../../wire/messages/operation";
import type { EncryptingCall } from "../kms/encrypting-platform";
import { replicaArn } from "./secret-arn";
import {
  allVersions,
  findSecret,
  findVersion,
  putVersion,
  type ReplicaRecord,
  removeVersion,
  type SecretRecord,
  secretKey,
} from "./secret-record";
import { decryptValue, encryptValue, type SecretValue } from "./secret-value";

/**
 * Makes a replica what its primary is now: the same suffix, tags and resource policy, values encrypted by the
 * replica's own key. A value that cannot be copied leaves the replica `Failed`, as AWS does, and the primary written.
 */
export function followPrimary(
  request: EncryptingCall,
  writer: StoreWriter,
  primary: SecretRecord,
  replica: ReplicaRecord,
  known: Record<string, SecretValue>,
): ReplicaRecord {
  const { kmsKeyId: _, rotation: __, lastAccessed: ___, ...common } = primary;
  const secret: SecretRecord = {
    ...common,
    arn: replicaArn(primary, replica.region),
    region: replica.region,
    primaryRegion: primary.region,
    replicas: [],
    ...(replica.kmsKeyId !== undefined && { kmsKeyId: replica.kmsKeyId }),
  };
  const { region, name } = secret;
  const there = findSecret(request.platform.store, request.call, secret);
  if (there && there.arn !== secret.arn) {
    const message = `Replication failed: Secret name ${name} already exists in region ${region}.`;
    return { ...withStatus(replica, "Failed"), message };
  }
  const read = there?.lastAccessed && { lastAccessed: there.lastAccessed };
  writer.put(secretKey(secret), { ...secret, ...read });
  try {
    copyVersions(request, writer, primary, secret, known);
    return withStatus(replica, "InSync");
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { ...withStatus(replica, "Failed"), message: error.message };
  }
}

function copyVersions(
  request: EncryptingCall,
  writer: StoreWriter,
  primary: SecretRecord,
  secret: SecretRecord,
  known: Record<string, SecretValue>,
): void {
  const { store } = request.platform;
  for (const { versionId } of allVersions(store, secret)) {
    if (!Object.hasOwn(primary.labels, versionId)) removeVersion(writer, secret, versionId);
  }
  for (const versionId of Object.keys(primary.labels)) {
    if (findVersion(store, secret, versionId)) continue;
    const version = findVersion(store, primary, versionId);
    if (!version) continue;
    const value = known[versionId] ?? decryptValue(request, primary, version);
    const copy = encryptValue(request, secret, versionId, value);
    putVersion(writer, secret, { ...copy, created: version.created });
  }
}

function withStatus(
  { region, kmsKeyId }: ReplicaRecord,
  status: ReplicaRecord["status"],
): ReplicaRecord {
  return { region, ...(kmsKeyId !== undefined && { kmsKeyId }), status };
}
