import type { Calling } from "../../operations/service";
import type { Tags } from "../../operations/tags/tags";
import type { Store, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages/operation";

/** A KMS key as it is stored: below `["kms-key", account, region, keyId]`. */
export interface KeyRecord {
  arn: string;
  account: string;
  region: string;
  keyId: string;
  description: string;
  created: Date;
  state: "Enabled" | "Disabled" | "PendingDeletion";
  /** When a key pending deletion is gone. */
  deletionDate?: Date;
  deletionWindowInDays?: number;
  /** `AWS` for the managed keys that services make in an account. */
  manager: "AWS" | "CUSTOMER";
  multiRegion?: { primaryRegion: string; replicaRegions: string[] };
  /** JSON text; principals named by ARN are kept as unique ids. */
  policy: string;
  tags: Tags;
  /** Names, `alias/` included. */
  aliases: string[];
  rotation?: { periodInDays: number; since: Date };
  /** When it was rotated on demand, the first first. */
  rotated?: Date[];
  /** Wrapped key material by version, the first being 1; new data is encrypted by the last. */
  material: Buffer[];
}

/** An alias as it is stored: below `["kms-alias", account, region, name]`. */
export interface AliasRecord {
  name: string;
  arn: string;
  keyId: string;
  created: Date;
  updated: Date;
}

/** An alias of the call's Region, whether its key still exists or not. */
export function findAlias(
  { platform, call }: Calling,
  account: string,
  name: string,
): AliasRecord | undefined {
  return platform.store.get(["kms-alias", account, call.region, name]);
}

/** A key, unless it does not exist or its deletion has come due. `region` defaults to the call's. */
export function findKey(
  { platform, call }: Calling,
  account: string,
  keyId: string,
  region = call.region,
): KeyRecord | undefined {
  const key = platform.store.get<KeyRecord>(["kms-key", account, region, keyId]);
  return key && !isGone(key, call) ? key : undefined;
}

/** The keys of the caller's account in the call's Region. */
export function allKeys(store: Store, { caller, region, ...call }: Call): KeyRecord[] {
  return store
    .values<KeyRecord>(["kms-key", caller.account, region])
    .filter((key) => !isGone(key, call));
}

/** The aliases of the caller's account in the call's Region, those of deleted keys left out. */
export function allAliases(store: Store, call: Call): AliasRecord[] {
  const keys = new Set(allKeys(store, call).map(({ keyId }) => keyId));
  return store
    .values<AliasRecord>(["kms-alias", call.caller.account, call.region])
    .filter(({ keyId }) => keys.has(keyId));
}

/** Writes a key. */
export function putKey(writer: StoreWriter, key: KeyRecord): void {
  writer.put(["kms-key", key.account, key.region, key.keyId], key);
}

function isGone({ deletionDate }: KeyRecord, { now }: Pick<Call, "now">): boolean {
  return deletionDate !== undefined && deletionDate <= now;
}
