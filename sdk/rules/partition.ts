const PARTITIONS: readonly [prefix: string, partition: string][] = [
  ["cn-", "aws-cn"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
];

/** A region of any partition. */
export const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-[0-9]+$/;

/** The partition of an AWS region, e.g. `aws-cn` for `cn-north-1`. Every ARN begins with it. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/**
 * The value of `kms:ViaService` when a service of this region calls KMS on a reader's behalf.
 * It ends in `.amazonaws.com` in every partition, unlike the services' endpoints.
 */
export function viaService(service: string, region: string): string {
  return `${service}.${region}.amazonaws.com`;
}
