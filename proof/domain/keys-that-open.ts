import { parseArn } from "../names/arn";
import type { AccessDocuments, KeyDocuments, SecretDocuments } from "./documents";
import { findByArn } from "./documents-index";

/*
 * Secrets Manager guide, "Change the encryption key for a secret"
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html): after a change of key, versions can be
 * decrypted with the previous key or the new one. KMS guide, "Multi-Region keys"
 * (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html): what one of the related keys encrypts, each
 * decrypts, and each has a key policy of its own.
 */

/** The keys of a value: of a secret or a parameter. */
type Encrypted = Pick<SecretDocuments, "formerKeys" | "key">;

/** Every key with which some version of a value can be opened, the one in force first; null is the AWS managed key. */
export function keysThatOpen(
  { keys }: Pick<AccessDocuments, "keys">,
  { formerKeys, key }: Encrypted,
): (string | null)[] {
  const named = [key ?? null, ...(formerKeys ?? [])];
  const related = named.flatMap((arn) => (arn && findByArn(keys, arn)?.relatedKeys) || []);
  return [...new Set([...named, ...related])];
}

/** Whether some version of a value can be opened with the key. */
export function mayOpen(
  { arn, relatedKeys }: Pick<KeyDocuments, "arn" | "relatedKeys">,
  { formerKeys, key }: Encrypted,
): boolean {
  return [arn, ...(relatedKeys ?? [])].some((one) => one === key || formerKeys?.includes(one));
}

/** Region of the service that opens a value with the key: of a multi-Region key its own, of every other key the value's, where alone it can be used. */
export function openingRegion(valueArn: string, key: string | null | undefined): string {
  const { region = "", resource = "" } = parseArn(key ?? "") ?? {};
  return resource.startsWith("key/mrk-") ? region : (parseArn(valueArn)?.region ?? "");
}
