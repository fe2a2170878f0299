import { dnsSuffixOf, knownRegions, partitionOf } from "iam-proof/names";
import type { Request } from "../../operations/service";

/** The Regions that the account may use: here all of its partition, whether it asks for those alone or for all. */
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
