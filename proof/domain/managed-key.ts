import { getOrMake } from "../collections/maps";
import type { NamedPolicy } from "../grammar/named-policy";
import { type Arn, parseArn } from "../names/arn";
import { viaService } from "../names/partition";

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
