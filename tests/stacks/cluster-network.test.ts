import { deepStrictEqual, throws } from "node:assert";
import { ZONES_WITHOUT_CONTROL_PLANE as refusedZones } from "../../sandbox/services/eks/control-plane-zones";
import type { ResolvedCluster } from "../../sdk/grant";
import { ZONES_WITHOUT_CONTROL_PLANE } from "../../sdk/rules/clusters";
import { defaultNetwork, namedNetwork } from "../../stacks/cluster-network";
import type { HeldResources } from "../../stacks/held-resources";
import { type MockSubnet, subnet } from "../sdk/components/mocked-engine";
import { holding, landingZone, runStack } from "./run-stack";

const zoneOf = (create: string) =>
  landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { lab: { account: a, create: ${create} } }
`);

/** Where a stack with these resources creates a cluster and its nodes. */
async function networkOf(create: string, subnets: MockSubnet[], outputs: HeldResources = {}) {
  const stack = await runStack(zoneOf(create), "a.cluster", { subnets, call: holding(outputs) });
  const { vpcId, subnetIds } = stack.one("eks:index:Cluster", "lab").inputs;
  deepStrictEqual(stack.inputsOf("lab-nodes").subnetIds, subnetIds);
  const kept = stack.resources.find(({ name }) => name === "lab-network")?.inputs.input;
  return { vpcId, subnetIds, kept };
}

const idsOf = (...zones: number[]) => zones.map((zone) => subnet(zone).id);
const given = (...zones: number[]) => `{ subnetIds: ["${idsOf(...zones).join('", "')}"] }`;

describe("the network of a created cluster", () => {
  it("avoids the zones without control planes that the sandbox refuses, and no other", () => {
    deepStrictEqual(ZONES_WITHOUT_CONTROL_PLANE, refusedZones);
  });

  const first = { vpcId: "vpc-1", subnetIds: idsOf(1, 5) };

  it("is the default VPC's, without the zone that has no control planes, and is recorded", async () => {
    deepStrictEqual(await networkOf("{}", [subnet(5), subnet(3), subnet(1)]), {
      ...first,
      kept: { ...first, zones: ["us-east-1a (use1-az1)", "us-east-1e (use1-az5)"] },
    });
  });

  it("stays as it was recorded, though the VPC gets another subnet, or is gone", async () => {
    const urn = "urn:pulumi:a.cluster::eks-pod-secrets::pulumi:index:Stash::lab-network";
    const kept = { ...first, zones: ["us-east-1a (use1-az1)"] };
    const held = { [urn]: { type: "pulumi:index:Stash", outputs: { input: kept, output: kept } } };
    for (const subnets of [[1, 2, 5].map(subnet), []]) {
      deepStrictEqual(await networkOf("{}", subnets, held), { ...first, kept });
    }
  });

  it("is that of the subnets that the inventory names, and follows them", async () => {
    deepStrictEqual(await networkOf(given(2, 4), [1, 2, 3, 4].map(subnet)), {
      vpcId: "vpc-1",
      subnetIds: idsOf(2, 4),
      kept: undefined,
    });
  });

  const [cluster] = zoneOf("{}").clusters as [ResolvedCluster];
  const refused: [string, () => unknown, RegExp][] = [
    [
      "an account without default VPC",
      () => defaultNetwork(cluster, []),
      /account 111111111111 has no default VPC in us-east-1 .*; write clusters\.lab\.create\.subnetIds with /,
    ],
    [
      "a default VPC with subnets in one fitting zone",
      () => defaultNetwork(cluster, [1, 3].map(subnet)),
      /with default subnets in 2 zones where EKS makes control planes; write /,
    ],
    [
      "a named subnet in a zone without control planes",
      () => namedNetwork(cluster, [1, 2, 3].map(subnet)),
      /clusters\.lab\.create\.subnetIds must not have subnet-00000003 in us-east-1c \(use1-az3\): EKS makes no control plane there$/,
    ],
    [
      "named subnets of two VPCs",
      () => namedNetwork(cluster, [subnet(1), { ...subnet(2), vpcId: "vpc-2" }]),
      /subnetIds must be of one VPC, got vpc-1, vpc-2$/,
    ],
    [
      "named subnets in one zone",
      () => namedNetwork(cluster, [subnet(1), { ...subnet(1), id: "subnet-00000009" }]),
      /subnetIds must be in at least 2 zones, got subnet-00000001 in us-east-1a \(use1-az1\), subnet-00000009 /,
    ],
  ];
  for (const [what, call, message] of refused) {
    it(`is refused with ${what}`, () => throws(call, { message }));
  }
});

/** A stack's resources for a cluster of this Kubernetes version. Its add-ons were chosen for `chosenFor`. */
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

/** The versions that the cluster's component gets. Without a version, it uses the newest. */
async function versionsOf(create: string, outputs: HeldResources = {}) {
  const zone = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { lab: { account: a, name: lab-1, create: ${create} } }
`);
  const stack = await runStack(zone, "a.cluster", { call: holding(outputs) });
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
