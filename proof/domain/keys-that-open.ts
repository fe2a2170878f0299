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

const MANAGED = "aws/";

/** The id of an AWS managed key is not in the documents; its alias stands for it. */
export function managedKeyArn({ partition, region, account, service }: Arn): string {
  return `arn:${partition}:kms:${region}:${account}:key/${MANAGED}${service}`;
}

/** What the policy of an AWS managed key says: everyone of its account, through its service. */
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

/** One object a policy, which is read once for all questions about it. */
const policies = new Map<string, NamedPolicy>();

/** The policy of a key by the ARN that `managedKeyArn` gives it; undefined for every other key. */
export function policyOfManagedKey(keyArn: string): NamedPolicy | undefined {
  const { account, region = "", resource, service } = parseArn(keyArn) ?? {};
  if (service !== "kms" || !account || !resource?.startsWith(`key/${MANAGED}`)) return undefined;
  const holder = resource.slice(`key/${MANAGED}`.length);
  const name = `${account} ${region} ${holder}`;
  return getOrMake(policies, name, () => managedKeyPolicy(account, viaService(holder, region)));
}
