import * as aws from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";

/** What the component is told of its add-ons. */
export interface AddonOptions {
  kubeProxyAddonOptions?: { version?: string };
  vpcCniOptions?: { addonVersion?: string };
}

/** The add-ons that the component of `@pulumi/eks` makes: the newest of the cluster's version at each run, unless it is told one. */
export function clusterAddons(
  name: string,
  parent: pulumi.ComponentResource,
  { name: clusterName, version }: aws.Cluster,
  { kubeProxyAddonOptions, vpcCniOptions }: AddonOptions,
): void {
  const addon = (addonName: string, own: pulumi.Resource, given: string | undefined) =>
    new aws.Addon(
      `${name}-${addonName}`,
      {
        clusterName,
        addonName,
        addonVersion: given ?? newest(addonName, version, own),
        preserve: true,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      { parent: own },
    );
  addon("kube-proxy", parent, kubeProxyAddonOptions?.version);
  const vpcCni = new pulumi.ComponentResource(
    "eks:index:VpcCniAddon",
    `${name}-vpc-cni`,
    {},
    { parent },
  );
  addon("vpc-cni", vpcCni, vpcCniOptions?.addonVersion);
}

function newest(
  addonName: string,
  kubernetesVersion: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const asked = { addonName, kubernetesVersion, mostRecent: true };
  return aws.getAddonVersionOutput(asked, { parent }).version;
}
