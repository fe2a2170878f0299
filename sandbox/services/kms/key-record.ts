import { formatArn, parseArn } from "iam-proof/names";
import { invalidState } from "../../operations/input/refusals";
import type { Calling } from "../../operations/service";
import type { Tags } from "../../operations/tags/tags";
import type { Store, StoreWriter } from "../../store/store";
import { AwsError, type Call } from "../../wire/messages";

/** A KMS key as it is stored: below `["kms-key", account, region, keyId]`. */
export interface KeyRecord {
  arn: string;
  account: string;
  region: string;
  keyId: string;
  description: string;
  created: Date;
  state: "Enabled" | "Disabled" | "PendingDeletion";
  deletionDate?: Date;
  deletionWindowInDays?: number;
  /** `AWS` for the managed keys that services make in an account. */
  manager: "AWS" | "CUSTOMER";
  multiRegion?: { primaryRegion: string; replicaRegions: string[] };
  /** JSON text. Principals are stored as unique IDs instead of ARNs. */
  policy: string;
  tags: Tags;
  /** Names with `alias/`. */
  aliases: string[];
  rotation?: { periodInDays: number; since: Date };
  /** Times of rotations on demand, oldest first. */
  rotated?: Date[];
  /** Wrapped key material by version, starting at 1. The last version encrypts new data. */
  material: Buffer[];
}

export interface AliasRecord {
  name: string;
  arn: string;
  keyId: string;
  created: Date;
  updated: Date;
}

export function findAlias(
  { platform, call }: Calling,
  account: string,
  name: string,
): AliasRecord | undefined {
  return platform.store.get(["kms-alias", account, call.region, name]);
}

/** A key. Undefined if it does not exist or its deletion is due. `region` defaults to the call's. */
export function findKey(
  { platform, call }: Calling,
  account: string,
  keyId: string,
  region = call.region,
): KeyRecord | undefined {
  const key = platform.store.get<KeyRecord>(["kms-key", account, region, keyId]);
  return key && !isGone(key, call) ? key : undefined;
}

export function allKeys(store: Store, { caller, region, ...call }: Call): KeyRecord[] {
  return store
    .values<KeyRecord>(["kms-key", caller.account, region])
    .filter((key) => !isGone(key, call));
}

/** The aliases of the caller's account in the call's Region, without those of deleted keys. */
export function allAliases(store: Store, call: Call): AliasRecord[] {
  const keys = new Set(allKeys(store, call).map(({ keyId }) => keyId));
  return store
    .values<AliasRecord>(["kms-alias", call.caller.account, call.region])
    .filter(({ keyId }) => keys.has(keyId));
}

export function putKey(writer: StoreWriter, key: KeyRecord): void {
  writer.put(["kms-key", key.account, key.region, key.keyId], key);
}

function isGone({ deletionDate }: KeyRecord, { now }: Pick<Call, "now">): boolean {
  return deletionDate !== undefined && deletionDate <= now;
}

/** Writes an alias and its key in the caller's account. Returns the key with the alias. */
export function putAlias(
  writer: StoreWriter,
  { caller, region, now }: Call,
  name: string,
  key: KeyRecord,
  created = now,
): KeyRecord {
  const { account, partition } = caller;
  const alias: AliasRecord = {
    name,
    arn: formatArn({ partition, service: "kms", region, account, resource: name }),
    keyId: key.keyId,
    created,
    updated: now,
  };
  const named = { ...key, aliases: [...key.aliases.filter((other) => other !== name), name] };
  writer.put(["kms-alias", account, region, name], alias);
  putKey(writer, named);
  return named;
}

/** Throws `DisabledException` or `KMSInvalidStateException` unless the key can encrypt and decrypt. */
export function requireEnabled(key: KeyRecord): void {
  requireNotPendingDeletion(key);
  if (key.state === "Disabled") throw new AwsError("DisabledException", `${key.arn} is disabled.`);
}

export function requireNotPendingDeletion(key: KeyRecord): void {
  if (key.state === "PendingDeletion") throw invalidState(`${key.arn} is pending deletion.`);
}

export function keyMetadata(key: KeyRecord): Record<string, unknown> {
  return {
    AWSAccountId: key.account,
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: key.created,
    Enabled: key.state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: key.state,
    ...(key.deletionDate && { DeletionDate: key.deletionDate }),
    Origin: "AWS_KMS",
    KeyManager: key.manager,
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: key.multiRegion !== undefined,
    ...(key.multiRegion && { MultiRegionConfiguration: multiRegion(key, key.multiRegion) }),
  };
}

function multiRegion(key: KeyRecord, regions: NonNullable<KeyRecord["multiRegion"]>): unknown {
  const at = (region: string) => ({
    Arn: key.arn.replace(`:${parseArn(key.arn)?.region}:`, `:${region}:`),
    Region: region,
  });
  return {
    MultiRegionKeyType: regions.primaryRegion === key.region ? "PRIMARY" : "REPLICA",
    PrimaryKey: at(regions.primaryRegion),
    ReplicaKeys: regions.replicaRegions.map(at),
  };
}
