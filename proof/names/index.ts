/** The six parts of an Amazon Resource Name. `region` and `account` are empty if the service has none. */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** Everything after the fifth colon, including further colons. */
  resource: string;
}

const ARN = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s;

/** Splits an ARN into its six parts; undefined if `text` is not one. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] = ARN.exec(text) ?? [];
  if (!partition || !service || !resource) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

/** The account of an ARN; undefined if the ARN is unknown or invalid. */
export function accountOf(arn: string | undefined): string | undefined {
  return parseArn(arn ?? "")?.account;
}

/** The region of an ARN, empty if its service has none; undefined if the ARN is unknown or invalid. */
export function regionOf(arn: string | undefined): string | undefined {
  return parseArn(arn ?? "")?.region;
}

/** The name of a secret, without the six characters that AWS assigned. */
export function secretName(arn: string): string {
  return (parseArn(arn)?.resource ?? "").replace(/^secret:/, "").replace(/-.{6}$/, "");
}

/** Formats an ARN from its parts. */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return ["arn", partition, service, region, account, resource].join(":");
}

/** The ARN that means a whole account, including its root user, in a `Principal`. */
export function accountRootArn(partition: string, account: string): string {
  return formatArn({ partition, service: "iam", region: "", account, resource: "root" });
}

/** The id, the prefix of region names, the suffix of endpoint names, and the known regions. */
type Partition = [id: string, prefix: string, dnsSuffix: string, regions: string];

/** From partitions.json of botocore 1.44.8, dated 2026-11-20. The last one has every region that no other has. */
const partitions: readonly Partition[] = [
  // China, GovCloud, the European Sovereign Cloud, and four isolated ones.
  ["aws-cn", "cn-", "amazonaws.com.cn", "cn-north-1 cn-northwest-1"],
  ["aws-us-gov", "us-gov-", "amazonaws.com", "us-gov-east-1 us-gov-west-1"],
  ["aws-eusc", "eusc-", "amazonaws.eu", "eusc-de-east-1"],
  ["aws-iso", "us-iso-", "c2s.ic.gov", "us-iso-east-1 us-iso-west-1"],
  ["aws-iso-b", "us-isob-", "sc2s.sgov.gov", "us-isob-east-1 us-isob-west-1"],
  ["aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "eu-isoe-west-1"],
  ["aws-iso-f", "us-isof-", "csp.hci.ic.gov", "us-isof-east-1 us-isof-south-1"],
  [
    "aws",
    "",
    "amazonaws.com",
    "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 " +
      "ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 " +
      "eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 " +
      "me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1 us-west-2",
  ],
];

/** All known regions of AWS. */
export const knownRegions: ReadonlySet<string> = new Set(
  partitions.flatMap(([, , , regions]) => regions.split(" ")),
);

/** The names of all partitions. */
export const partitionNames: readonly string[] = partitions.map(([name]) => name);

/** The partition of an AWS region, such as `aws-cn` for `cn-north-1`. Every ARN contains it. */
export function partitionOf(region: string): string {
  return find(region)[0];
}

/** The DNS suffix of a region's endpoints. */
export function dnsSuffixOf(region: string): string {
  return find(region)[2];
}

function find(region: string): Partition {
  return partitions.find(([, prefix]) => region.startsWith(prefix)) as Partition;
}

/**
 * The value of `kms:ViaService` when a service in this region calls KMS for a reader. It ends in `.amazonaws.com` in every
 * partition, unlike the endpoints of services.
 */
export function viaService(service: string, region: string): string {
  return `${service}.${region}.amazonaws.com`;
}
