import { DEFAULT_VERSION, VERSIONS } from "../../clusters/records";
import type { ChartName } from "../../kubernetes/objects/charts";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";

const STATUSES = ["UNSUPPORTED", "STANDARD_SUPPORT", "EXTENDED_SUPPORT"];
const OLDER_STATUSES = ["unsupported", "standard-support", "extended-support"];

/** The Kubernetes versions of clusters, newest first, and how long AWS supports them. */
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

export interface CatalogueAddon {
  /** The chart that it installs. None for add-ons that pods here do not need. */
  chart?: ChartName;
  defaultNamespace: string;
  publisher: string;
  owner: string;
  type: string;
  /** Versions for a Kubernetes version, newest first. `CreateAddon` also accepts any other well-formed version. */
  versions(kubernetes: string): [newest: string, ...older: string[]];
}

const addon = (
  type: string,
  versions: CatalogueAddon["versions"],
  more: Partial<CatalogueAddon> = {},
): CatalogueAddon => ({
  type,
  publisher: "eks",
  owner: "aws",
  defaultNamespace: "kube-system",
  versions,
  ...more,
});

export const ADDONS: Record<string, CatalogueAddon> = {
  "aws-secrets-store-csi-driver-provider": addon(
    "security",
    () => ["v3.1.3-eksbuild.1", "v3.1.1-eksbuild.1", "v3.0.0-eksbuild.1"],
    {
      chart: "secrets-store-csi-driver-provider-aws",
      defaultNamespace: "aws-secrets-manager",
    },
  ),
  coredns: addon("networking", () => ["v1.12.4-eksbuild.1"]),
  "eks-pod-identity-agent": addon(
    "security",
    () => ["v1.4.0-eksbuild.2", "v1.3.10-eksbuild.3", "v1.3.9-eksbuild.5", "v1.3.4-eksbuild.1"],
    { chart: "eks-pod-identity-agent" },
  ),
  "kube-proxy": addon("networking", (kubernetes) => [`v${kubernetes}.0-eksbuild.4`]),
  "vpc-cni": addon("networking", () => ["v1.20.4-eksbuild.1"]),
};

export function addonVersions(
  name: string,
  { chart: _, versions, ...traits }: CatalogueAddon,
  clusterVersion = DEFAULT_VERSION,
) {
  return {
    addonName: name,
    ...traits,
    addonVersions: versions(clusterVersion).map((addonVersion, index) => ({
      addonVersion,
      architecture: ["amd64", "arm64"],
      computeTypes: ["ec2", "auto"],
      compatibilities: [{ clusterVersion, platformVersions: ["*"], defaultVersion: index === 0 }],
      requiresConfiguration: false,
      requiresIamPermissions: false,
    })),
  };
}
