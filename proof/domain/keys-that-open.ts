import { getOrMake } from "../collections";
import type { NamedPolicy } from "../grammar/syntax";
import { type Arn, parseArn, viaService } from "../names";
import type { AccessDocuments, KeyDocuments, SecretDocuments } from "./documents";
import { findByArn } from "./documents-index";

/*
 * Secrets Manager guide, "Change the encryption key for a secret"
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_update-encryption-key.html): after a change of key, versions can be
 * decrypted with the previous key or the new one. KMS guide, "Multi-Region keys"
 * (https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html): what one of the related keys encrypts, each
 * decrypts, and each has a key policy of its own.
 */

/** The keys of a secret's or parameter's value. */
type Encrypted = Pick<SecretDocuments, "formerKeys" | "key">;

/** Every key that can open some version of a value, the current one first; null is the AWS managed key. */
export function keysThatOpen(
  { keys }: Pick<AccessDocuments, "keys">,
  { formerKeys, key }: Encrypted,
): (string | null)[] {
  const named = [key ?? null, ...(formerKeys ?? [])];
  const related = named.flatMap((arn) => (arn && findByArn(keys, arn)?.relatedKeys) || []);
  return [...new Set([...named, ...related])];
}

/** Whether the key can open some version of a value. */
export function mayOpen(
  { arn, relatedKeys }: Pick<KeyDocuments, "arn" | "relatedKeys">,
  { formerKeys, key }: Encrypted,
): boolean {
  return [arn, ...(relatedKeys ?? [])].some((one) => one === key || formerKeys?.includes(one));
}

/**
 * The region of the service that opens a value with the key. A multi-Region key is used in its own region, any other key only in
 * the value's.
 */
export function openingRegion(valueArn: string, key: string | null | undefined): string {
  const { region = "", resource = "" } = parseArn(key ?? "") ?? {};
  return resource.startsWith("key/mrk-") ? region : (parseArn(valueArn)?.region ?? "");
}

const MANAGED = "aws/";

/** The ARN for an AWS managed key, with its alias: its id is not in the documents. */
export function managedKeyArn({ partition, region, account, service }: Arn): string {
  return `arn:${partition}:kms:${region}:${account}:key/${MANAGED}${service}`;
}

/** The policy of an AWS managed key: everyone in its account, through its service. */
export function managedKeyPolicy(account: string, service: string): NamedPolicy {
  const document = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AllowAccessThroughTheService",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": account, "kms:ViaService": service },
        },
      },
    ],
  };
  return { name: `policy of the AWS managed key of ${service} in ${account}`, document };
}

/** One object for each policy, so that it is parsed only once. */
const policies = new Map<string, NamedPolicy>();

/** The policy of an AWS managed key with an ARN from `managedKeyArn`; undefined for every other key. */
export function policyOfManagedKey(keyArn: string): NamedPolicy | undefined {
  const { account, region = "", resource, service } = parseArn(keyArn) ?? {};
  if (service !== "kms" || !account || !resource?.startsWith(`key/${MANAGED}`)) return undefined;
  const holder = resource.slice(`key/${MANAGED}`.length);
  const name = `${account} ${region} ${holder}`;
  return getOrMake(policies, name, () => managedKeyPolicy(account, viaService(holder, region)));
}
