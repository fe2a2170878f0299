import { deepStrictEqual } from "node:assert";
import type { EKS } from "@aws-sdk/client-eks";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { defaultSubnets } from "../../sandbox/clusters/default-vpc";
import { done } from "../outcomes";
import { suiteEngine, writeInventory } from "./harness";

const inventory = (create: string) => `
id: lz-tests
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { lab: { account: team, create: ${create} } }
`;

describe("a created cluster", () => {
  const sandbox = suiteEngine(inventory('{ version: "1.33" }'));
  let eks: EKS;

  before(async () => {
    eks = (await sandbox.aws("team")).eks;
  });

  const addonVersions = () =>
    Promise.all(
      ["kube-proxy", "vpc-cni"].map(async (addonName) => {
        return (await eks.describeAddon({ clusterName: "lab", addonName })).addon?.addonVersion;
      }),
    );

  async function upAgain(): Promise<void> {
    const [cluster] = await sandbox.stacks(["up"]);
    deepStrictEqual(Object.keys(cluster?.changes ?? {}), ["same"]);
  }

  it("is said by up to be in the zones and subnets that it chose, once", async () => {
    const stdout = await done(sandbox.command(["up", "--yes", "--json"]));
    const fit = defaultSubnets("us-east-1").filter(({ zoneId }) => zoneId !== "use1-az3");
    const [network, ...others] = stacksShape.parse(JSON.parse(stdout)).networks;
    deepStrictEqual(network, {
      cluster: "lab",
      vpcId: fit[0]?.vpcId,
      subnetIds: fit.map(({ id }) => id).sort(),
      zones: fit.map(({ zone, zoneId }) => `${zone} (${zoneId})`).sort(),
    });
    deepStrictEqual(others, []);
    deepStrictEqual((await sandbox.ask("up")).answer.networks, []);
  });

  it("keeps its add-ons, though EKS has newer ones", async () => {
    deepStrictEqual(await addonVersions(), ["v1.33.0-eksbuild.4", "v1.20.4-eksbuild.1"]);
    const older = { addonName: "vpc-cni", addonVersion: "v1.19.0-eksbuild.1" };
    await eks.updateAddon({ clusterName: "lab", ...older });
    await sandbox.stacks(["refresh"]);
    await upAgain();
    deepStrictEqual(await addonVersions(), ["v1.33.0-eksbuild.4", "v1.19.0-eksbuild.1"]);
  });

  it("gets the newest with another Kubernetes version, and keeps those", async () => {
    writeInventory(sandbox.data, inventory('{ version: "1.34" }'));
    await sandbox.stacks(["up"]);
    deepStrictEqual(await addonVersions(), ["v1.34.0-eksbuild.4", "v1.20.4-eksbuild.1"]);
    await upAgain();
  });

  it("gets the versions that the inventory says", async () => {
    const addons = "{ vpc-cni: v1.19.2-eksbuild.1 }";
    writeInventory(sandbox.data, inventory(`{ version: "1.34", addons: ${addons} }`));
    await sandbox.stacks(["up"]);
    deepStrictEqual(await addonVersions(), ["v1.34.0-eksbuild.4", "v1.19.2-eksbuild.1"]);
  });
});
