import { createHash } from "node:crypto";

export interface DefaultSubnet {
  id: string;
  vpcId: string;
  zone: string;
  zoneId: string;
}

/** Numbers of the zones a, b, c and so on. AWS numbers them for each account in its own order. */
const ZONES: Record<string, number[]> = { "us-east-1": [1, 2, 4, 6, 3, 5] };

/** The default VPC of a region. No network is behind it. */
export function defaultVpcId(region: string): string {
  return `vpc-${digits(region)}`;
}

/** The default subnets of a region: one in each zone, as AWS makes them for a new account. */
export function defaultSubnets(region: string): DefaultSubnet[] {
  return (ZONES[region] ?? [1, 2, 3]).map((number, index) => {
    const zone = region + "abcdef"[index];
    return {
      id: `subnet-${digits(zone)}`,
      vpcId: defaultVpcId(region),
      zone,
      zoneId: `${shortName(region)}-az${number}`,
    };
  });
}

/** A region's short name in the IDs of its zones, e.g. `use1`. */
function shortName(region: string): string {
  return region.replace(/(n)orth|(s)outh|(e)ast|(w)est|(c)entral|(g)ov|-/g, "$1$2$3$4$5$6");
}

function digits(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 17);
}
