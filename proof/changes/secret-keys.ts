import type { SecretDocuments } from "../domain/documents";
import { findByArn } from "../domain/documents-index";
import { accountOf, parseArn } from "../names";
import { decryptionOf } from "./calls";
import type { AwsCall, World } from "./change";
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
  const { partition, region } = parseArn(arn) ?? {};
  const accounts = new Set([
    ...(documents.roles ?? []).map((one) => accountOf(one.arn)),
    accountOf(ANYONE),
  ]);
  // The AWS managed key only helps principals of the secret's own account; a key of another account helps those there.
  accounts.delete(accountOf(arn));
  const made = [...accounts].map((one) => `arn:${partition}:kms:${region}:${one}:key/attacker`);
  const held = (documents.keys ?? []).map((one) => one.arn);
  const there = held.filter((one) => one !== key && parseArn(one)?.region === region);
  return [
    ...(key === null ? [] : [{ key: null, isHeld: false }]),
    ...made.filter((one) => !held.includes(one)).map((one) => ({ key: one, isHeld: false })),
    ...there.map((one) => ({ key: one, isHeld: true })),
  ];
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
  const { keys } = world.documents;
  const isThere = key === null || keys?.some((one) => one.arn === key);
  const made = isThere ? keys : [...(keys ?? []), { arn: key, policy: OPEN_TO_ALL }];
  const changed = { ...world, documents: { ...world.documents, keys: made ?? [] } };
  return withChanged(changed, "secrets", arn, (one) => ({ ...one, key, formerKeys: former }));
}

const keysOf = (secret: SecretDocuments | undefined) =>
  secret ? [...(secret.formerKeys ?? []), secret.key ?? null] : [];
