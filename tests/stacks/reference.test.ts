import { deepStrictEqual, strictEqual } from "node:assert";
import { stackNames } from "../../stacks/stack-plan";
import { keyB, outputs, runReference, type StackName, zone } from "./reference";

describe("stacks of the reference inventory", () => {
  it("are four, in an order in which each finds what it needs", () => {
    deepStrictEqual(stackNames(zone), Object.keys(outputs));
  });

  for (const name of Object.keys(outputs) as StackName[]) {
    it(`${name} outputs what the next stacks read`, async () => {
      deepStrictEqual((await runReference(name)).outputs, outputs[name]);
    });

    it(`${name} puts every resource in its own account or cluster`, async () => {
      const { resources } = await runReference(name);
      const astray = resources.filter(
        ({ provider, type }) =>
          (type.startsWith("aws:") && provider !== "aws") ||
          (type.startsWith("kubernetes:") && provider !== "ascp-podidentity"),
      );
      deepStrictEqual(astray, []);
    });

    it(`${name} accepts credentials of its account only`, async () => {
      const { inputs } = (await runReference(name)).one("pulumi:providers:aws", "aws");
      const account = name.startsWith("account-b") ? "222222222222" : "111111111111";
      deepStrictEqual(JSON.parse(inputs.allowedAccountIds), [account]);
      strictEqual(inputs.region, "us-east-1");
    });
  }
});

describe("stack account-a.cluster", () => {
  const overwriting = {
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
  };

  it("creates the cluster, its nodes, the agent and the driver", async () => {
    const stack = await runReference("account-a.cluster");
    deepStrictEqual(stack.children(), [
      "aws:eks/addon:Addon ascp-podidentity-agent",
      "aws:eks/addon:Addon ascp-podidentity-driver",
      "aws:eks/nodeGroup:NodeGroup ascp-podidentity-nodes",
      "aws:iam/role:Role ascp-podidentity-node",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment ascp-podidentity-node-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment ascp-podidentity-node-AmazonEKSWorkerNodePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment ascp-podidentity-node-AmazonEKS_CNI_Policy",
      "eks-pod-secrets:index:SecretsStoreCsi ascp-podidentity",
      "eks:index:Cluster ascp-podidentity",
      "pulumi:index:Stash ascp-podidentity-addons",
      "pulumi:index:Stash ascp-podidentity-network",
    ]);
    deepStrictEqual(stack.one("eks:index:Cluster", "ascp-podidentity").inputs, {
      name: "ascp-podidentity",
      version: "1.34",
      vpcId: "vpc-1",
      subnetIds: ["subnet-00000001", "subnet-00000002"],
      authenticationMode: "API",
      skipDefaultNodeGroup: true,
      kubeProxyAddonOptions: overwriting,
      vpcCniOptions: overwriting,
    });
  });
});

describe("stack account-a.secrets", () => {
  it("creates the secret alone: within one account nothing else is needed", async () => {
    const stack = await runReference("account-a.secrets");
    deepStrictEqual(stack.children(), [
      "aws:secretsmanager/secret:Secret secret-a-secret",
      "eks-pod-secrets:index:PodSecret secret-a",
    ]);
    deepStrictEqual(stack.inputsOf("secret-a-secret"), {
      name: "secret-a",
      recoveryWindowInDays: 30,
      tags: { "eks-cluster-name": "ascp-podidentity", "kubernetes-namespace": "default" },
    });
  });
});

describe("stack account-b.secrets", () => {
  it("creates the key, its alias and policy, the secret and its policy", async () => {
    const stack = await runReference("account-b.secrets");
    deepStrictEqual(stack.children(), [
      "aws:kms/alias:Alias secretsmanagercross-us-east-1-alias",
      "aws:kms/key:Key secretsmanagercross-us-east-1-key",
      "aws:kms/keyPolicy:KeyPolicy secretsmanagercross-us-east-1-policy",
      "aws:secretsmanager/secret:Secret secret-b-secret",
      "aws:secretsmanager/secretPolicy:SecretPolicy secret-b-policy",
      "eks-pod-secrets:index:PodSecret secret-b",
      "eks-pod-secrets:index:PodSecretKey secretsmanagercross-us-east-1",
      "eks-pod-secrets:index:PodSecretKeyPolicy secretsmanagercross-us-east-1",
      "pulumi:pulumi:StackReference organization/eks-pod-secrets/account-a.cluster",
    ]);
    deepStrictEqual(stack.inputsOf("secretsmanagercross-us-east-1-alias"), {
      name: "alias/secretsmanagercross",
      targetKeyId: "secretsmanagercross-us-east-1-key-id",
    });
    deepStrictEqual(stack.inputsOf("secret-b-secret"), {
      name: "secret-b",
      kmsKeyId: keyB,
      recoveryWindowInDays: 30,
      tags: { "eks-cluster-name": "ascp-podidentity", "kubernetes-namespace": "default" },
    });
  });
});
