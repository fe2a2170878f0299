import type { StoreWriter } from "../../store/store";
import { AwsError } from "../../wire/messages";
import type { EncryptingCall } from "../kms/encrypting-platform";
import {
  allVersions,
  findSecret,
  findVersion,
  putVersion,
  type ReplicaRecord,
  removeVersion,
  replicaArn,
  type SecretRecord,
  secretKey,
} from "./secret-record";
import { decryptValue, encryptValue, type SecretValue } from "./secret-value";

/** Writes a secret and its replicas. `known`: new values by version ID, which a caller with only write access cannot decrypt. */
export function saveSecret(
  request: EncryptingCall,
  writer: StoreWriter,
  secret: SecretRecord,
  known: Record<string, SecretValue> = {},
): SecretRecord {
  const replicas = secret.replicas.map((replica) =>
    followPrimary(request, writer, secret, replica, known),
  );
  const saved = { ...secret, replicas };
  writer.put(secretKey(secret), saved);
  return saved;
}

/** Makes a replica equal to its primary. If a value cannot be copied, the replica is `Failed` and the primary is still written. */
function followPrimary(
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
