import type { SecretDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import { type Arn, accountOf, formatArn, parseArn } from "../names";
import { decryptionOf } from "./calls";
import type { Actor, AwsCall, World } from "./change";
import { confirmCall } from "./confirm";
import { ANYONE } from "./starts";
import { OPEN_TO_ALL, withChanged } from "./worlds";

/** A key with which a secret can be encrypted. */
export interface UsableKey {
  /** Its ARN; null is the AWS managed key. */
  key: string | null;
  /** Whether the documents hold it. A key that the attacker makes elsewhere allows every use. */
  isHeld: boolean;
}

/** Keys with which the attacker can have a secret encrypted, or a replica of it: instead of the one that it has now. */
export function keysToTry(
  { documents }: World,
  { arn, key }: Pick<SecretDocuments, "arn" | "key">,
): UsableKey[] {
  const { partition = "aws", region = "" } = parseArn(arn) ?? {};
  // A key of another account helps principals of others than the secret's, the AWS managed key does not.
  const foreign = madeKey({ partition, region, account: accountOf(ANYONE) ?? "" });
  const held = (documents.keys ?? []).map((one) => one.arn);
  const there = held.filter((one) => one !== key && parseArn(one)?.region === region);
  return [
    ...(key === null ? [] : [{ key: null, isHeld: false }]),
    ...(held.includes(foreign) ? [] : [{ key: foreign, isHeld: false }]),
    ...there.map((one) => ({ key: one, isHeld: true })),
  ];
}

/** What stands for a key that the attacker makes. */
export const MADE_KEY = "key/attacker";

/** ARN of a key that the attacker makes. */
export function madeKey(place: Pick<Arn, "account" | "partition" | "region">): string {
  return formatArn({ ...place, service: "kms", resource: MADE_KEY });
}

/** The world with a key that the attacker has made. */
export function withMadeKey(world: World, arn: string): World {
  const { keys } = world.documents;
  if (findByArn(keys, arn)) return world;
  const made = { arn, policy: OPEN_TO_ALL };
  return { ...world, documents: { ...world.documents, keys: [...(keys ?? []), made] } };
}

/** The calls with which the actor decrypts a secret, by the key that it had first or by one that opens it meanwhile. */
export function decryptionBy(world: World, actor: Actor, { arn }: { arn: string }): AwsCall[] {
  const { documents, unchanged } = world;
  const all = [unchanged, documents].map((one) => findByArn(one?.secrets, arn));
  const keys = new Set(all.flatMap((one) => (one ? [one.key ?? null, ...keysOf(one)] : [])));
  const ways = [...keys].map((key) => decryptionOf({ arn, key }));
  const isAllowed = (one: AwsCall) => confirmCall(world, actor, one).result === "allowed";
  return ways.find((calls) => calls.every(isAllowed)) ?? ways[0] ?? [];
}

/** The calls that encrypt a secret with the key. */
export function encryptionBy(arn: string, { isHeld, key }: UsableKey): AwsCall[] {
  if (!isHeld) return [];
  return ["kms:Encrypt", "kms:GenerateDataKey"].flatMap((action) =>
    decryptionOf({ arn, key }).map(({ aws }) => ({ aws: { ...aws, action } })),
  );
}

/** The world in which the key encrypts the secret, too. What `former` keys open stays open. */
export function withSecretKey(
  world: World,
  arn: string,
  key: string | null,
  former = keysOf(findByArn(world.documents.secrets, arn)),
): World {
  const changed = key === null ? world : withMadeKey(world, key);
  return withChanged(changed, "secrets", arn, (one) => ({ ...one, key, formerKeys: former }));
}

const keysOf = (secret: SecretDocuments | undefined) =>
  secret ? [...(secret.formerKeys ?? []), secret.key ?? null] : [];
