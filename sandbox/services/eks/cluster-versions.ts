import { DEFAULT_VERSION, VERSIONS } from "../../clusters/kubernetes-version";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";

const STATUSES = ["UNSUPPORTED", "STANDARD_SUPPORT", "EXTENDED_SUPPORT"];
const OLDER_STATUSES = ["unsupported", "standard-support", "extended-support"];

/** The versions of Kubernetes that clusters can have, the newest first, and how long AWS supports them. */
export function describeClusterVersions({ platform, call, input, action }: Request) {
  const type = input.optionalText("clusterType") ?? "eks";
  const asked = input.optionalTexts("clusterVersions");
  const older = input.optionalText("status", { oneOf: OLDER_STATUSES });
  const status =
    input.optionalText("versionStatus", { oneOf: STATUSES }) ??
    older?.toUpperCase().replace("-", "_");
  const defaultOnly = queryFlag(input, "defaultOnly");
  const includeAll = queryFlag(input, "includeAll");
  platform.authorise(call, { action, resource: "*" });
  const shown = VERSIONS.map((version) => clusterVersion(version, call.now))
    .filter(({ clusterType }) => clusterType === type)
    .filter(({ clusterVersion }) => !asked || asked.includes(clusterVersion))
    .filter(({ defaultVersion }) => !defaultOnly || defaultVersion)
    .filter(({ versionStatus }) =>
      status === undefined
        ? includeAll || versionStatus !== "UNSUPPORTED"
        : versionStatus === status,
    );
  const { items, more } = cutPage(shown, input, PAGES.eks, 100);
  return { clusterVersions: items, ...more };
}

function clusterVersion(
  { version, released, standardUntil, extendedUntil }: (typeof VERSIONS)[number],
  now: Date,
) {
  const [endOfStandard, endOfExtended] = [new Date(standardUntil), new Date(extendedUntil)];
  const index = now < endOfStandard ? 1 : now < endOfExtended ? 2 : 0;
  return {
    clusterVersion: version,
    clusterType: "eks",
    defaultVersion: version === DEFAULT_VERSION,
    releaseDate: new Date(released),
    endOfStandardSupportDate: endOfStandard,
    endOfExtendedSupportDate: endOfExtended,
    status: OLDER_STATUSES[index],
    versionStatus: STATUSES[index],
  };
}

function queryFlag(input: Input, member: string): boolean {
  return input.optionalText(member, { oneOf: ["true", "false"] }) === "true";
}
