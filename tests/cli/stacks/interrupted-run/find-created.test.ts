import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import {
  CreateAddonCommand,
  CreateClusterCommand,
  CreateNodegroupCommand,
  CreatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";

import { findCreated } from "../../../../cli/stacks/interrupted-run/find-created";
import { A, type Clients, REGION, startSandbox, type TestSandbox } from "../../../sandbox/support";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

describe("findCreated", () => {
  let sandbox: TestSandbox;
  let clients: Clients;
  let told: string[];
  const roleArn = `arn:aws:iam::${A}:role/eks`;
  const find = (
    type: string,
    inputs: Record<string, unknown>,
    { signal, taken }: { signal?: AbortSignal; taken?: Set<string> } = {},
  ) =>
    findCreated(
      {
        region: REGION,
        endpoint: sandbox.endpoint,
        credentials: sandbox.administrator(A),
        onStep: (step) => told.push(step),
        signal,
      },
      type,
      inputs,
      taken,
    );

  before(async () => {
    sandbox = await startSandbox(undefined, { pace: 0.05 });
    clients = sandbox.clients(A);
    await clients.iam.send(
      new CreateRoleCommand({
        RoleName: "eks",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: ["eks.amazonaws.com", "pods.eks.amazonaws.com"] },
            Action: ["sts:AssumeRole", "sts:TagSession"],
          },
        }),
      }),
    );
  });
  after(() => sandbox.stop());
  beforeEach(() => {
    told = [];
  });

  const createKey = async (Description: string) =>
    (await clients.kms.send(new CreateKeyCommand({ Description }))).KeyMetadata?.KeyId ?? "";
  const createCluster = (name: string) =>
    clients.eks.send(
      new CreateClusterCommand({ name, roleArn, resourcesVpcConfig: { subnetIds: ["subnet-1"] } }),
    );

  it("takes each key that was being made for one resource only", async () => {
    const keys = [await createKey("two"), await createKey("two")].sort();
    const first = await find("aws:kms/key:Key", { description: "two" });
    const taken = new Set([first?.id ?? ""]);
    const second = await find("aws:kms/key:Key", { description: "two" }, { taken });
    deepStrictEqual([first?.id ?? "", second?.id ?? ""].sort(), keys);
  });

  it("takes no key of another description, and none that has its alias", async () => {
    const TargetKeyId = await createKey("of a stack beside this");
    strictEqual(await find("aws:kms/key:Key", { description: "mine" }), undefined);
    await clients.kms.send(new CreateAliasCommand({ AliasName: "alias/x", TargetKeyId }));
    const inputs = { description: "of a stack beside this" };
    strictEqual(await find("aws:kms/key:Key", inputs), undefined);
  });

  it("tells the provider by which output an association is read", async () => {
    await createCluster("associated");
    const inputs = { clusterName: "associated", namespace: "shop", serviceAccount: "orders" };
    const command = new CreatePodIdentityAssociationCommand({ ...inputs, roleArn });
    const { association } = await clients.eks.send(command);
    const id = association?.associationId ?? "";
    deepStrictEqual(await find("aws:eks/podIdentityAssociation:PodIdentityAssociation", inputs), {
      id,
      outputs: { associationId: id },
    });
  });

  it("waits for a cluster, its nodes and an add-on that EKS is still making", async () => {
    await createCluster("shop");
    const cluster = { id: "shop", isBroken: false };
    deepStrictEqual(await find("aws:eks/cluster:Cluster", { name: "shop" }), cluster);
    strictEqual(told[0], "waiting for shop, which is CREATING");

    const made = { clusterName: "shop", nodegroupName: "pulumi-1" };
    await clients.eks.send(
      new CreateNodegroupCommand({ ...made, nodeRole: roleArn, subnets: ["subnet-1"] }),
    );
    const nodes = { clusterName: "shop", nodeRoleArn: roleArn };
    deepStrictEqual(await find(NODE_GROUP, nodes), { id: "shop:pulumi-1", isBroken: false });
    strictEqual(told.at(-1), "waiting for shop:pulumi-1, which is CREATING");

    const addon = { clusterName: "shop", addonName: "eks-pod-identity-agent" };
    await clients.eks.send(new CreateAddonCommand(addon));
    const id = "shop:eks-pod-identity-agent";
    deepStrictEqual(await find("aws:eks/addon:Addon", addon), { id, isBroken: false });
    strictEqual(told.at(-1), `waiting for ${id}, which is CREATING`);
  }).timeout(30_000);

  it("ends its wait when it is interrupted", async () => {
    await createCluster("slow");
    const signal = AbortSignal.timeout(100);
    await rejects(find("aws:eks/cluster:Cluster", { name: "slow" }, { signal }), /aborted/);
  });

  it("gives a security group rule the id that its provider would", async () => {
    const inputs = {
      ...{ type: "egress", fromPort: 0, toPort: 0, protocol: "-1" },
      ...{ cidrBlocks: ["0.0.0.0/0"], securityGroupId: "sg-0123456789abcdef0" },
    };
    const found = await find("aws:ec2/securityGroupRule:SecurityGroupRule", inputs);
    deepStrictEqual(found, { id: "sgrule-4152681333" });
  });

  it("has a Helm release whose installation was cut short made anew", async () => {
    const inputs = { name: "csi-secrets-store", namespace: "kube-system" };
    deepStrictEqual(await find("kubernetes:helm.sh/v3:Release", inputs), {
      id: "kube-system/csi-secrets-store",
      isBroken: true,
    });
  });
});
