import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { findCreated } from "../../../../cli/stacks/interrupted-run/find-created";
import { isAsBegun } from "../../../../cli/stacks/interrupted-run/is-as-begun";
import { serviceTrust } from "../../../sandbox/eks-support";
import { A, type Clients, REGION, withSandbox } from "../../../sandbox/support";

const ALIAS = "aws:kms/alias:Alias";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const ROLE = "aws:iam/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";

/** Later than everything in these tests was made, however long they take. */
const LATER = new Date("2999-01-01");

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

describe("findCreated", () => {
  const { sandbox } = withSandbox({ pace: 0.05 });
  let clients: Clients;
  let told: string[];
  const roleArn = `arn:aws:iam::${A}:role/eks`;
  /** `began` is when the killed run started to create. Defaults to a time before anything was made. */
  interface Killed {
    began?: Date;
    signal?: AbortSignal;
    taken?: Set<string>;
  }
  const find = (
    type: string,
    inputs: Record<string, unknown>,
    { began = new Date(0), signal, taken }: Killed = {},
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
      { isOurs: (found) => isAsBegun(found, inputs, began), taken },
    );

  before(async () => {
    clients = sandbox.clients(A);
    await clients.iam.createRole({
      RoleName: "eks",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: ["eks.amazonaws.com", "pods.eks.amazonaws.com"] },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      }),
    });
  });
  beforeEach(() => {
    told = [];
  });

  const createKey = async (Description: string) =>
    (await clients.kms.createKey({ Description })).KeyMetadata?.KeyId ?? "";
  const createCluster = (name: string) =>
    clients.eks.createCluster({
      name,
      roleArn,
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });

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
    await clients.kms.createAlias({ AliasName: "alias/x", TargetKeyId });
    const inputs = { description: "of a stack beside this" };
    strictEqual(await find("aws:kms/key:Key", inputs), undefined);
  });

  it("tells the provider by which output an association is read", async () => {
    await createCluster("associated");
    const association = { clusterName: "associated", namespace: "shop", serviceAccount: "orders" };
    const inputs = { ...association, roleArn };
    const made = await clients.eks.createPodIdentityAssociation(inputs);
    const id = made.association?.associationId ?? "";
    deepStrictEqual(await find(ASSOCIATION, inputs), { id, outputs: { associationId: id } });
    const other = { ...inputs, roleArn: `arn:aws:iam::${A}:role/other` };
    strictEqual(await find(ASSOCIATION, other), undefined);
    strictEqual(await find(ASSOCIATION, { ...inputs, targetRoleArn: roleArn }), undefined);
    strictEqual(await find(ASSOCIATION, inputs, { began: LATER }), undefined);
  });

  it("takes a role, a secret and an alias only where they are as they were begun, and no older", async () => {
    const assumeRolePolicy = serviceTrust("pods.eks.amazonaws.com");
    const role = { name: "orders", assumeRolePolicy };
    await clients.iam.createRole({
      RoleName: "orders",
      AssumeRolePolicyDocument: assumeRolePolicy,
    });
    const secret = { name: "orders/db", description: "of orders" };
    const { ARN = "" } = await clients.secretsManager.createSecret({
      Name: secret.name,
      Description: secret.description,
    });
    const alias = { name: "alias/orders", targetKeyId: await createKey("of orders") };
    await clients.kms.createAlias({ AliasName: alias.name, TargetKeyId: alias.targetKeyId });
    const cases = [
      [ROLE, role, "orders", { tags: { team: "search" } }],
      [SECRET, secret, ARN, { description: "of search" }],
      [ALIAS, alias, "alias/orders", { targetKeyId: await createKey("of search") }],
    ] as const;
    for (const [type, inputs, id, others] of cases) {
      deepStrictEqual(await find(type, inputs), { id });
      strictEqual(await find(type, { ...inputs, ...others }), undefined);
      strictEqual(await find(type, inputs, { began: LATER }), undefined);
    }
  });

  it("takes no cluster, nodes, add-on or key that somebody else has made", async () => {
    await createCluster("theirs");
    const cluster = { name: "theirs", roleArn };
    await find("aws:eks/cluster:Cluster", cluster);
    told = [];
    const other = { ...cluster, roleArn: `arn:aws:iam::${A}:role/other` };
    strictEqual(await find("aws:eks/cluster:Cluster", other), undefined);
    strictEqual(await find("aws:eks/cluster:Cluster", cluster, { began: LATER }), undefined);
    const nodes = { clusterName: "theirs", nodegroupName: "theirs" };
    await clients.eks.createNodegroup({ ...nodes, nodeRole: roleArn, subnets: ["subnet-1"] });
    const group = { clusterName: "theirs", nodeGroupName: "theirs", nodeRoleArn: roleArn };
    strictEqual(await find(NODE_GROUP, { ...group, nodeRoleArn: other.roleArn }), undefined);
    strictEqual(await find(NODE_GROUP, group, { began: LATER }), undefined);
    const addon = { clusterName: "theirs", addonName: "eks-pod-identity-agent" };
    await clients.eks.createAddon(addon);
    strictEqual(await find("aws:eks/addon:Addon", addon, { began: LATER }), undefined);
    await createKey("theirs");
    const key = { description: "theirs" };
    strictEqual(await find("aws:kms/key:Key", key, { began: LATER }), undefined);
    // It does not wait for what belongs to somebody else.
    deepStrictEqual(told, []);
  }).timeout(30_000);

  it("waits for a cluster, its nodes and an add-on that EKS is still making", async () => {
    await createCluster("shop");
    const cluster = { id: "shop", isBroken: false };
    deepStrictEqual(await find("aws:eks/cluster:Cluster", { name: "shop", roleArn }), cluster);
    strictEqual(told[0], "waiting for shop, which is CREATING");

    const made = { clusterName: "shop", nodegroupName: "pulumi-1" };
    await clients.eks.createNodegroup({ ...made, nodeRole: roleArn, subnets: ["subnet-1"] });
    const nodes = { clusterName: "shop", nodeRoleArn: roleArn };
    deepStrictEqual(await find(NODE_GROUP, nodes), { id: "shop:pulumi-1", isBroken: false });
    strictEqual(told.at(-1), "waiting for shop:pulumi-1, which is CREATING");

    const addon = { clusterName: "shop", addonName: "eks-pod-identity-agent" };
    await clients.eks.createAddon(addon);
    const id = "shop:eks-pod-identity-agent";
    deepStrictEqual(await find("aws:eks/addon:Addon", addon), { id, isBroken: false });
    strictEqual(told.at(-1), `waiting for ${id}, which is CREATING`);
  }).timeout(30_000);

  it("ends its wait when it is interrupted", async () => {
    await createCluster("slow");
    const signal = AbortSignal.timeout(100);
    await rejects(
      find("aws:eks/cluster:Cluster", { name: "slow", roleArn }, { signal }),
      /aborted/,
    );
  });

  it("gives a security group rule the id that its provider would", async () => {
    const inputs = {
      ...{ type: "egress", fromPort: 0, toPort: 0, protocol: "-1" },
      ...{ cidrBlocks: ["0.0.0.0/0"], securityGroupId: "sg-0123456789abcdef0" },
    };
    const found = await find("aws:ec2/securityGroupRule:SecurityGroupRule", inputs);
    deepStrictEqual(found, { id: "sgrule-4152681333" });
  });
});
