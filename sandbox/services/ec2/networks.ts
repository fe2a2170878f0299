import { dnsSuffixOf, knownRegions, partitionOf } from "iam-proof/names";
import { defaultSubnets, defaultVpcId } from "../../clusters/default-vpc";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { AwsError } from "../../wire/messages";

type Shown = Record<string, string | boolean>;

/** The members of an answer that each filter compares. */
const FILTERS = {
  vpcs: { "is-default": "isDefault", "vpc-id": "vpcId" },
  subnets: {
    "availability-zone": "availabilityZone",
    "default-for-az": "defaultForAz",
    "subnet-id": "subnetId",
    "vpc-id": "vpcId",
  },
};

/** Each region has only its default VPC. */
export function describeVpcs(request: Request) {
  const { call } = request;
  const vpc = { vpcId: defaultVpcId(call.region), isDefault: true, ...traits(request) };
  return answer(request, [vpc], FILTERS.vpcs, ["VpcId", "InvalidVpcID.NotFound", "vpcSet"]);
}

export function describeSubnets(request: Request) {
  const subnets = defaultSubnets(request.call.region).map(({ id, vpcId, zone, zoneId }) => ({
    subnetId: id,
    vpcId,
    availabilityZone: zone,
    availabilityZoneId: zoneId,
    defaultForAz: true,
    ...traits(request),
  }));
  const words = ["SubnetId", "InvalidSubnetID.NotFound", "subnetSet"] as const;
  return answer(request, subnets, FILTERS.subnets, words);
}

function traits({ call }: Request) {
  return { ownerId: call.caller.account, state: "available" };
}

function answer(
  { platform, call, input, action }: Request,
  all: Shown[],
  members: Record<string, string>,
  [idMember, notFound, set]: readonly [string, string, string],
) {
  platform.authorise(call, { action, resource: "*" });
  const idOf = (shown: Shown) => shown[idMember[0]?.toLowerCase() + idMember.slice(1)];
  const ids = numbered(input, idMember).texts(idMember);
  const stray = ids.find((id) => !all.some((shown) => idOf(shown) === id));
  if (stray !== undefined) {
    throw new AwsError(notFound, `The ${idMember} '${stray}' does not exist`);
  }
  const filters = numbered(input, "Filter")
    .structures("Filter")
    .map((filter) => {
      const name = filter.text("Name");
      const member = members[name];
      if (member === undefined) {
        throw new AwsError(
          "UnsupportedOperation",
          `The filter '${name}' is not offered by the sandbox`,
        );
      }
      return { member, values: numbered(filter, "Value").texts("Value") };
    });
  const asked = all.filter(
    (shown) =>
      (ids.length === 0 || ids.includes(String(idOf(shown)))) &&
      filters.every(({ member, values }) => values.includes(String(shown[member]))),
  );
  const { items, more } = cutPage(asked, input, PAGES.ec2, 1000);
  return { [set]: items, ...more };
}

/** An input whose `member` is a list: EC2 sends `member.1`, `member.2` and so on. */
export function numbered(input: Input, member: string): Input {
  return input.inside({ [member]: Object.values(Object(input.members[member])) });
}

/** The Regions that the account may use: here all of its partition, with or without `AllRegions`. */
export function describeRegions({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  input.flag("AllRegions");
  const { partition } = call.caller;
  return {
    regionInfo: [...knownRegions]
      .filter((region) => partitionOf(region) === partition)
      .map((regionName) => ({
        regionName,
        regionEndpoint: `ec2.${regionName}.${dnsSuffixOf(regionName)}`,
        optInStatus: "opt-in-not-required",
      })),
  };
}
