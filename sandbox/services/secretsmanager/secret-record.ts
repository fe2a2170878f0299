import type { Tags } from "../../operations/tags/tags";
import type { Store, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import type { StagingLabels } from "./staging-labels";

/** A secret without its values, as it is stored: below `["secret", account, region, name]`. */
export interface SecretRecord {
  arn: string;
  account: string;
  region: string;
  name: string;
  description?: string;
  /** As the caller named the key; none means the AWS managed key. */
  kmsKeyId?: string;
  tags: Tags;
  /** JSON text; principals named by ARN are kept as unique ids. */
  policy?: string;
  created: Date;
  lastChanged: Date;
  /** Midnight before the value was last read. */
  lastAccessed?: Date;
  /** When it was deleted, and when it is gone. */
  deletion?: { requested: Date; due: Date };
  rotation?: RotationRecord;
  /** Labels by version id. */
  labels: StagingLabels;
  /** Of a primary secret: where it is replicated to. */
  replicas: ReplicaRecord[];
  /** Of a replica: the Region of the secret that it follows. */
  primaryRegion?: string;
}

export interface RotationRecord {
  enabled: boolean;
  lambdaArn: string;
  rules: RotationRules;
  since: Date;
}

export interface RotationRules {
  AutomaticallyAfterDays?: number;
  Duration?: string;
  ScheduleExpression?: string;
}

export interface ReplicaRecord {
  region: string;
  kmsKeyId?: string;
  status: "InSync" | "Failed";
  message?: string;
}

/** One version of a secret's value, below `["secret-version", account, region, name, versionId]`. */
export interface VersionRecord {
  versionId: string;
  created: Date;
  kind: "string" | "binary";
  /** ARN of the key that encrypts the data key. */
  keyArn: string;
  /** The key is the AWS managed one. */
  managed: boolean;
  encryptedDataKey: Buffer;
  encryptedValue: Buffer;
}

/** A secret by its name, unless it does not exist or its deletion has come due. */
export function findSecret(
  store: Store,
  { now }: Pick<Call, "now">,
  account: string,
  region: string,
  name: string,
): SecretRecord | undefined {
  const secret = store.get<SecretRecord>(["secret", account, region, name]);
  return secret && !isGone(secret, now) ? secret : undefined;
}

/** The secrets of the caller's account in the call's Region, by name. */
export function allSecrets(store: Store, { caller, region, now }: Call): SecretRecord[] {
  return store
    .list<SecretRecord>(["secret", caller.account, region])
    .map(({ value }) => value)
    .filter((secret) => !isGone(secret, now));
}

/** One version's encrypted value. */
export function findVersion(
  store: Store,
  { account, region, name }: SecretRecord,
  versionId: string,
): VersionRecord | undefined {
  return store.get(["secret-version", account, region, name, versionId]);
}

/** Every version that is stored, labelled or not. */
export function allVersions(store: Store, { account, region, name }: SecretRecord) {
  return store
    .list<VersionRecord>(["secret-version", account, region, name])
    .map(({ value }) => value);
}

export function putVersion(
  writer: StoreWriter,
  { account, region, name }: SecretRecord,
  version: VersionRecord,
): void {
  writer.put(["secret-version", account, region, name, version.versionId], version);
}

export function removeVersion(
  writer: StoreWriter,
  { account, region, name }: SecretRecord,
  versionId: string,
): void {
  writer.remove(["secret-version", account, region, name, versionId]);
}

/** Removes whatever is stored under the secret's name. */
export function eraseSecret(
  store: Store,
  writer: StoreWriter,
  secret: Pick<SecretRecord, "account" | "region" | "name">,
): void {
  const { account, region, name } = secret;
  for (const { key } of store.list(["secret-version", account, region, name])) {
    writer.remove(key);
  }
  writer.remove(["secret", account, region, name]);
}

function isGone({ deletion }: SecretRecord, now: Date): boolean {
  return deletion !== undefined && deletion.due <= now;
}
