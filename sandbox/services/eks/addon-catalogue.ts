import { DEFAULT_VERSION } from "../../clusters/kubernetes-version";
import type { ChartName } from "../../kubernetes/objects/charts";

/** An add-on that the sandbox offers. */
export interface CatalogueAddon {
  /** The chart whose objects it installs; none for add-ons that pods here do not depend on. */
  chart?: ChartName;
  defaultNamespace: string;
  publisher: string;
  owner: string;
  type: string;
  /** For a Kubernetes version, newest first; `CreateAddon` takes any other well-formed version too. */
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

/** Add-ons by name. */
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

/** The answer of `DescribeAddonVersions` for one add-on. */
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
