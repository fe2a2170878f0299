import { deepStrictEqual } from "node:assert";

import type { HeldResources } from "../../stacks/held-resources";
import { holding, landingZone, runStack } from "./run-stack";

/** What a stack holds of a cluster of this Kubernetes version, whose add-ons were chosen for that one. */
function held(version: string, chosenFor: string | undefined): HeldResources {
  const urn = (type: string, name: string) =>
    `urn:pulumi:a.cluster::eks-pod-secrets::${type}::${name}`;
  const addon = (addonName: string, addonVersion: string, clusterName = "lab-1") => ({
    [urn("aws:eks/addon:Addon", `${clusterName}-${addonName}`)]: {
      type: "aws:eks/addon:Addon",
      outputs: { addonName, addonVersion, clusterName },
    },
  });
  return {
    [urn("aws:eks/cluster:Cluster", "lab-eksCluster")]: {
      type: "aws:eks/cluster:Cluster",
      outputs: { name: "lab-1", version },
    },
    ...addon("kube-proxy", "v1.33.0-eksbuild.2"),
    ...addon("vpc-cni", "v1.19.0-eksbuild.1"),
    ...addon("vpc-cni", "v1.1.0-eksbuild.1", "other"),
    ...(chosenFor && {
      [urn("pulumi:index:Stash", "lab-addons")]: {
        type: "pulumi:index:Stash",
        outputs: { input: chosenFor },
      },
    }),
  };
}

/** The versions that the cluster's component is given; it takes the newest where it is given none. */
async function versionsOf(create: string, outputs: HeldResources = {}) {
  const zone = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { lab: { account: a, name: lab-1, create: ${create} } }
`);
  const stack = await runStack(zone, "a.cluster", {
    call: holding(outputs),
  });
  const { kubeProxyAddonOptions, vpcCniOptions } = stack.one("eks:index:Cluster", "lab").inputs;
  return [kubeProxyAddonOptions.version, vpcCniOptions.addonVersion];
}

const NEWEST = [undefined, undefined];
const KEPT = ["v1.33.0-eksbuild.2", "v1.19.0-eksbuild.1"];

describe("the add-ons of a created cluster", () => {
  it("are the newest at first", async () => {
    deepStrictEqual(await versionsOf("{}"), NEWEST);
    deepStrictEqual(await versionsOf('{ version: "1.33" }'), NEWEST);
  });

  it("keep the versions that they have, whether the inventory says the Kubernetes version or not", async () => {
    deepStrictEqual(await versionsOf("{}", held("1.33", "1.33")), KEPT);
    deepStrictEqual(await versionsOf('{ version: "1.33" }', held("1.33", "1.33")), KEPT);
  });

  it("are the newest of another Kubernetes version, also where the run that brought it has failed", async () => {
    const next = '{ version: "1.34" }';
    deepStrictEqual(await versionsOf(next, held("1.33", "1.33")), NEWEST);
    deepStrictEqual(await versionsOf(next, held("1.34", "1.33")), NEWEST);
    deepStrictEqual(await versionsOf("{}", held("1.34", "1.33")), NEWEST);
    deepStrictEqual(await versionsOf("{}", held("1.33", undefined)), NEWEST);
  });

  it("are as the inventory says, and newest of them follow EKS", async () => {
    const named = "{ addons: { kube-proxy: newest, vpc-cni: v1.20.4-eksbuild.1 } }";
    const versions = [undefined, "v1.20.4-eksbuild.1"];
    deepStrictEqual(await versionsOf(named), versions);
    deepStrictEqual(await versionsOf(named, held("1.33", "1.33")), versions);
    const one = "{ addons: { kube-proxy: v1.33.3-eksbuild.4 } }";
    deepStrictEqual(await versionsOf(one, held("1.33", "1.33")), [
      "v1.33.3-eksbuild.4",
      "v1.19.0-eksbuild.1",
    ]);
  });
});
