import { randomInt } from "node:crypto";
import { formatArn } from "iam-proof/names";
import type { Tags } from "../../operations/tags/tags";
import type { Store, StoreKey, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages";
import type { StagingLabels } from "./staging-labels";

/** A secret without its values, as it is stored: below `["secret", account, region, name]`. */
export interface SecretRecord {
  arn: string;
  account: string;
  region: string;
  name: string;
  description?: string;
  /** The key as the caller named it. Without it, the AWS managed key. */
  kmsKeyId?: string;
  tags: Tags;
  /** JSON text. Principals are stored as unique IDs instead of ARNs. */
  policy?: string;
  created: Date;
  lastChanged: Date;
  /** The day on which the value was last read, as midnight. */
  lastAccessed?: Date;
  deletion?: { requested: Date; due: Date };
  rotation?: RotationRecord;
  labels: StagingLabels;
  replicas: ReplicaRecord[];
  /** The Region of a replica's primary. */
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
export interface VersionRecord extends EncryptedDataKey {
  versionId: string;
  created: Date;
  kind: "string" | "binary";
  encryptedValue: Buffer;
  /** The data key, encrypted by earlier keys of the secret, latest first. AWS keeps these besides the current one. */
  former?: EncryptedDataKey[];
}

export interface EncryptedDataKey {
  keyArn: string;
  managed: boolean;
  encryptedDataKey: Buffer;
}

type SecretPlace = Pick<SecretRecord, "account" | "region" | "name">;

/** A secret by its name. Undefined if it does not exist or its deletion is due. */
export function findSecret(
  store: Store,
  { now }: Pick<Call, "now">,
  place: SecretPlace,
): SecretRecord | undefined {
  const secret = store.get<SecretRecord>(secretKey(place));
  return secret && !isGone(secret, now) ? secret : undefined;
}

export function allSecrets(store: Store, { caller, region, now }: Call): SecretRecord[] {
  return store
    .values<SecretRecord>(["secret", caller.account, region])
    .filter((secret) => !isGone(secret, now));
}

export function secretKey({ account, name, region }: SecretPlace): StoreKey {
  return ["secret", account, region, name];
}

function versionsKey({ account, name, region }: SecretPlace): StoreKey {
  return ["secret-version", account, region, name];
}

function versionKey(secret: SecretPlace, id: string): StoreKey {
  return [...versionsKey(secret), id];
}

export function findVersion(
  store: Store,
  secret: SecretRecord,
  versionId: string,
): VersionRecord | undefined {
  return store.get(versionKey(secret, versionId));
}

export function allVersions(store: Store, secret: SecretRecord): VersionRecord[] {
  return store.values<VersionRecord>(versionsKey(secret));
}

export function putVersion(
  writer: StoreWriter,
  secret: SecretRecord,
  version: VersionRecord,
): void {
  writer.put(versionKey(secret, version.versionId), version);
}

export function removeVersion(writer: StoreWriter, secret: SecretRecord, versionId: string): void {
  writer.remove(versionKey(secret, versionId));
}

export function eraseSecret(store: Store, writer: StoreWriter, secret: SecretPlace): void {
  for (const { key } of store.list(versionsKey(secret))) writer.remove(key);
  writer.remove(secretKey(secret));
}

function isGone({ deletion }: SecretRecord, now: Date): boolean {
  return deletion !== undefined && deletion.due <= now;
}

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function newSecretArn(call: Call, name: string): string {
  const suffix = Array.from({ length: 6 }, () => CHARACTERS[randomInt(CHARACTERS.length)]);
  return secretArn(call, `${name}-${suffix.join("")}`);
}

export function secretArn({ caller, region }: Call, name: string): string {
  const { partition, account } = caller;
  return formatArn({
    partition,
    service: "secretsmanager",
    region,
    account,
    resource: `secret:${name}`,
  });
}

export function replicaArn(
  { arn, region }: { arn: string; region: string },
  other: string,
): string {
  return arn.replace(`:${region}:`, `:${other}:`);
}
