import { memoize } from "../collections";
import type { NamedPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import type { VpcEndpointDocuments } from "./documents";

/*
 * VPC guide, "Control access to VPC endpoints using endpoint policies"
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html): an endpoint policy is a resource-based policy
 * which neither overrides nor replaces the others. KMS guide, "Connect to an AWS KMS VPC endpoint"
 * (https://docs.aws.amazon.com/kms/latest/developerguide/vpce-connect.html): a call through an endpoint needs the permission of
 * the other policies, and that of the endpoint's.
 */

/** The condition keys, in lower case, with the endpoint and the VPC of a request. */
export const SOURCE_ENDPOINT = "aws:sourcevpce";
export const SOURCE_VPC = "aws:sourcevpc";

/** The endpoint's id, as in `aws:SourceVpce`. */
export function endpointId({ arn }: Pick<VpcEndpointDocuments, "arn">): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** The policy that limits what comes through the endpoint; undefined if nothing is limited. */
export const endpointPolicy = memoize(
  ({ arn, policy: document }: VpcEndpointDocuments): NamedPolicy | undefined => {
    if (document === null || document === undefined) return undefined;
    return { name: `endpoint policy of ${endpointId({ arn })}`, document };
  },
);

/** The parts of a service's name: `com.amazonaws.REGION.SERVICE`, in China also with `cn.` in front. */
const SERVICE = /^(?:cn\.)?com\.amazonaws\.([a-z]{2,}(?:-[a-z0-9]+)+)\.([a-z0-9-]+)/;

/**
 * Whether requests for the action on the resource may come through the endpoint: it must be for the action's service, in the
 * resource's region. For a resource without a region, an endpoint of any region works. The action may be in any case.
 */
export function serves(
  { service }: Pick<VpcEndpointDocuments, "service">,
  action: string,
  resource: string,
): boolean {
  const [, region = "", name = ""] = SERVICE.exec(service) ?? [];
  const asked = parseArn(resource)?.region ?? "";
  return (
    name.replace(/-fips$/, "") === action.split(":", 1)[0]?.toLowerCase() &&
    (asked === "" || asked === region)
  );
}

/** One action for each service that decides who reads: reading a value, decrypting it, and getting a reader's role. */
const OF_READS = [
  "secretsmanager:GetSecretValue",
  "ssm:GetParameters",
  "kms:Decrypt",
  "sts:AssumeRole",
];

/** Whether an endpoint is for a service that decides who reads. */
export function leadsToReads(endpoint: Pick<VpcEndpointDocuments, "service">): boolean {
  return OF_READS.some((action) => serves(endpoint, action, "*"));
}
