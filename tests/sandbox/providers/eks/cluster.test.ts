import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { Cluster, checkClusterInputs, outputsOf } from "../../../../sandbox/providers/eks/cluster";

const registered: pulumi.runtime.MockResourceArgs[] = [];

/** The values in an output, once all of them are known. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as T));
  });
}

describe("the eks component", () => {
  before(() =>
    pulumi.runtime.setMocks({
      newResource: (args) => {
        registered.push(args);
        const { name, inputs } = args;
        const arn = `arn:aws:eks:eu-west-1:111111111111:cluster/${inputs.name}`;
        return {
          id: `${name}-id`,
          state: {
            ...inputs,
            arn,
            endpoint: "http://127.0.0.1:1/c",
            certificateAuthority: { data: "CA" },
            identities: [{ oidcs: [{ issuer: "https://issuer/1" }] }],
          },
        };
      },
      call: ({ token }) => ({ ids: token.includes("Vpcs") ? ["vpc-1"] : ["subnet-1", "subnet-2"] }),
    }),
  );

  const childrenOf = (prefix: string) =>
    Object.fromEntries(
      registered
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name, type }) => [name, type]),
    );

  it("registers the control plane, its role, access entries and add-ons, and nothing of EC2", async () => {
    const cluster = new Cluster(
      "shop",
      {
        name: "shop",
        version: "1.34",
        authenticationMode: "API",
        skipDefaultNodeGroup: true,
        tags: { team: "t" },
        accessEntries: {
          admins: {
            principalArn: "arn:aws:iam::111111111111:role/admin",
            accessPolicies: { all: { policyArn: "arn:p", accessScope: { type: "cluster" } } },
          },
        },
      },
      {},
    );
    await known(cluster.kubeconfigJson);
    await known(cluster.core);
    await new Promise((resolve) => setTimeout(resolve, 50));
    deepStrictEqual(childrenOf("shop"), {
      shop: "eks:index:Cluster",
      "shop-kube-proxy": "aws:eks/addon:Addon",
      "shop-vpc-cni": "aws:eks/addon:Addon",
      "shop-eksRole": "eks:index:ServiceRole",
      "shop-eksRole-role": "aws:iam/role:Role",
      "shop-eksRole-7b62edfc": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "shop-eksCluster": "aws:eks/cluster:Cluster",
      "shop-admins": "aws:eks/accessEntry:AccessEntry",
      "shop-admins-all": "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    });
    const { inputs } = registered.find(({ name }) => name === "shop-eksCluster") ?? {};
    deepStrictEqual(inputs, {
      name: "shop",
      version: "1.34",
      roleArn: "arn:aws:eks:eu-west-1:111111111111:cluster/undefined",
      accessConfig: { authenticationMode: "API" },
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
      tags: { Name: "shop-eksCluster", team: "t" },
    });
  });

  it("answers a kubeconfig that gets its tokens from aws eks get-token", async () => {
    const cluster = new Cluster("plain", { name: "plain", skipDefaultNodeGroup: true }, {});
    const config = JSON.parse(await known(cluster.kubeconfigJson));
    strictEqual(config.clusters[0].cluster.server, "http://127.0.0.1:1/c");
    deepStrictEqual(config.users[0].user.exec.args.slice(0, 6), [
      ...["--region", "eu-west-1", "eks", "get-token", "--cluster-name", "plain"],
    ]);
    strictEqual(await known(cluster.oidcIssuer), "https://issuer/1");
  });

  it("makes an OIDC provider for the issuer where the program asks for one", async () => {
    const inputs = { name: "irsa", skipDefaultNodeGroup: true, createOidcProvider: true };
    const cluster = new Cluster("irsa", inputs, {});
    const { oidcIssuer, oidcProviderArn } = outputsOf(cluster);
    strictEqual(await known(oidcIssuer), "issuer/1");
    strictEqual(
      await known(oidcProviderArn),
      "arn:aws:eks:eu-west-1:111111111111:cluster/undefined",
    );
    const made = registered.find(({ name }) => name === "irsa-oidcProvider");
    deepStrictEqual(made?.inputs, {
      clientIdLists: ["sts.amazonaws.com"],
      url: "https://issuer/1",
    });
    const without = new Cluster("none", { name: "none", skipDefaultNodeGroup: true }, {});
    strictEqual(outputsOf(without).oidcProviderArn, "");
  });

  it("rejects what would need EC2, and inputs that it does not have, by name", () => {
    const inputs = { skipDefaultNodeGroup: true };
    throws(() => checkClusterInputs({}), /skipDefaultNodeGroup is required/);
    throws(
      () => checkClusterInputs({ skipDefaultNodeGroup: false }),
      /skipDefaultNodeGroup must be true: the sandbox has no EC2/,
    );
    throws(
      () => checkClusterInputs({ ...inputs, fargate: true }),
      /fargate is not a property of eks:index:Cluster/,
    );
    throws(
      () => checkClusterInputs({ ...inputs, gpu: pulumi.output(true) }),
      /gpu is not a property of eks:index:Cluster/,
    );
    throws(
      () => checkClusterInputs({ ...inputs, accessEntries: pulumi.output({}) }),
      /accessEntries must be known/,
    );
    checkClusterInputs({ ...inputs, subnetIds: [pulumi.output("subnet-1")] });
  });
});
