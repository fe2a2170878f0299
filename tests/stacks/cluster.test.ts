import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { nodeGroup } from "../../sandbox/providers/aws/resources/node-group";
import { role } from "../../sandbox/providers/aws/resources/role";
import { autoname } from "../../sandbox/providers/common/autoname";
import { stackNames } from "../../stacks/stack-plan";
import { mockEngine } from "../sdk/components/mocked-engine";
import { holding, landingZone, runStack } from "./run-stack";
import { connection, runVocabulary, zone } from "./vocabulary";

describe("stack of clusters", () => {
  it("are those that have something to deploy", () => {
    deepStrictEqual(stackNames(zone), [
      "platform.cluster",
      "platform.secrets",
      "data.secrets",
      "platform.workloads",
    ]);
  });

  it("adopts a cluster that exists and installs the driver with Helm, by the named context", async () => {
    const stack = await runVocabulary("platform.cluster");
    deepStrictEqual(
      stack.children().filter((child) => / shop(-|$)/.test(child)),
      [
        "aws:eks/addon:Addon shop-agent",
        "eks-pod-secrets:index:SecretsStoreCsi shop",
        "kubernetes:helm.sh/v3:Release shop-driver",
        "kubernetes:helm.sh/v3:Release shop-provider",
      ],
    );
    strictEqual(stack.one("kubernetes:helm.sh/v3:Release", "shop-driver").provider, "shop");
    deepStrictEqual(stack.one("pulumi:providers:kubernetes", "shop").inputs.context, "shop");
  });

  it("outputs the connection of both the adopted and the created cluster", async () => {
    const { outputs } = await runVocabulary("platform.cluster");
    deepStrictEqual(outputs, {
      clusters: { shop: connection("shop"), lab: connection("lab"), site: connection("site") },
    });
  });

  describe("whose readers get their role by tokens", () => {
    const NAME = "urn:pulumi:s::p::aws:iam/openIdConnectProvider:OpenIdConnectProvider::lab-tokens";
    const TYPE = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const of = (cluster: string, identity: string) =>
      landingZone(`
accounts: { platform: { id: "111111111111", region: eu-west-1 } }
clusters: { lab: { account: platform, ${cluster} } }
secrets: { own: { account: platform } }
readers: { web: { cluster: lab, namespace: web, serviceAccount: web, identity: ${identity}, reads: [own] } }
`);
    const created = async (identity: string, held = {}) =>
      (await runStack(of("create: {}", identity), "platform.cluster", { call: holding(held) }))
        .children()
        .filter((child) => child.startsWith(TYPE));

    it("makes the OIDC provider of a created cluster, and keeps it once it is made", async () => {
      const made = [`${TYPE} lab-tokens`];
      for (const identity of ["irsa", "both"]) deepStrictEqual(await created(identity), made);
      deepStrictEqual(await created("podIdentity"), []);
      const held = { [NAME]: { type: TYPE, outputs: {} } };
      deepStrictEqual(await created("podIdentity", held), made);
    });

    it("rejects the OIDC provider of another cluster", async () => {
      const provider = (id: string) => `arn:aws:iam::111111111111:oidc-provider/oidc.example/${id}`;
      const adopted = (id: string) =>
        runStack(
          of(`existing: true, oidcProvider: "${provider(id)}"`, "irsa"),
          "platform.cluster",
          {
            call: ({ token }: { token: string }) =>
              token === "aws:eks/getCluster:getCluster"
                ? {
                    ...connection("lab"),
                    certificateAuthorities: [{ data: "Q0E=" }],
                    identities: [{ oidcs: [{ issuer: "https://oidc.example/id" }] }],
                  }
                : {},
          },
        );
      const { outputs } = await adopted("id");
      deepStrictEqual(outputs, {
        clusters: { lab: { ...connection("lab"), oidcProviderArn: provider("id") } },
      });
      await rejects(adopted("other"), {
        message:
          /clusters\.lab\.oidcProvider must be that of the cluster's issuer https:\/\/oidc\.example\/id, got arn:aws:iam::111111111111:oidc-provider\/oidc\.example\/other$/,
      });
      await mockEngine(); // the refused deployment leaves promises open
    });
  });

  it("rejects an adopted cluster of another account", async () => {
    const call = () => ({
      ...connection("shop"),
      arn: "arn:aws:eks:eu-west-1:333333333333:cluster/shop",
    });
    await rejects(runStack(zone, "platform.cluster", { call }), {
      message:
        /cluster shop must have the ARN arn:aws:eks:eu-west-1:111111111111:cluster\/shop, got arn:aws:eks:eu-west-1:333333333333:cluster\/shop$/,
    });
    await mockEngine(); // the refused deployment leaves promises open
  });

  it("rejects an adopted cluster that is not there, by its key in the inventory", async () => {
    const call = ({ token }: { token: string }) => {
      if (token !== "aws:eks/getCluster:getCluster") return connection("shop");
      throw { details: "reading EKS Cluster (shop): couldn't find resource" }; // in the form of gRPC
    };
    await rejects(runStack(zone, "platform.cluster", { call }), {
      message:
        /cluster shop is not there, or not active: account 111111111111 \(platform\) has no shop in eu-west-1; correct account, region or name under clusters\.shop, or write create in place of existing$/,
    });
    await mockEngine(); // the refused deployment leaves promises open
  });

  it("rejects an adopted cluster older than EKS Pod Identity", async () => {
    const call = () => ({ ...connection("shop"), version: "1.23" });
    await rejects(runStack(zone, "platform.cluster", { call }), {
      message:
        /cluster shop must be of Kubernetes 1\.24 or later, which EKS Pod Identity needs, got 1\.23$/,
    });
    await mockEngine(); // the refused deployment leaves promises open
  });

  it("installs the agent where only the driver is there", async () => {
    const stack = await runVocabulary("platform.cluster");
    deepStrictEqual(
      stack.children().filter((child) => / site(-|$)/.test(child)),
      ["aws:eks/addon:Addon site-agent", "eks-pod-secrets:index:SecretsStoreCsi site"],
    );
    const { addonVersion } = stack.inputsOf("site-agent");
    strictEqual(addonVersion, "v1.3.9-eksbuild.5");
  });

  it("creates a cluster with nodes and all that pods need", async () => {
    const stack = await runVocabulary("platform.cluster");
    deepStrictEqual(
      stack.children().filter((child) => child.includes("lab") && !child.includes("iam")),
      [
        "aws:eks/addon:Addon lab-agent",
        "aws:eks/addon:Addon lab-driver",
        "aws:eks/nodeGroup:NodeGroup lab-nodes",
        "eks-pod-secrets:index:SecretsStoreCsi lab",
        "eks:index:Cluster lab",
        "pulumi:index:Stash lab-addons",
        "pulumi:index:Stash lab-network",
      ],
    );
  });

  it("upgrades nodes with their cluster, and leaves their number to an autoscaler", async () => {
    const { one, registered } = await runVocabulary("platform.cluster");
    strictEqual(one("aws:eks/nodeGroup:NodeGroup", "lab-nodes").inputs.version, "1.34");
    const nodes = registered.find(({ resource }) => resource.endsWith(" lab-nodes"));
    deepStrictEqual(nodes?.ignoreChanges, ["scalingConfig.desiredSize"]);
  });

  it("gives nodes and endpoint what the inventory says of them", async () => {
    const one = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters:
  shop:
    account: a
    create:
      nodes: { instanceTypes: [m7g.large, c7gn.xlarge], desired: 5 }
      endpoint: { public: true, private: true, publicAccessCidrs: [203.0.113.0/24] }
`);
    const stack = await runStack(one, "a.cluster");
    const nodes = stack.registered.find(({ resource }) => resource.endsWith(" shop-nodes"));
    deepStrictEqual(nodes?.ignoreChanges ?? [], []);
    const { amiType, instanceTypes, scalingConfig } = stack.inputsOf("shop-nodes");
    deepStrictEqual(
      { amiType, instanceTypes, scalingConfig },
      {
        amiType: "AL2023_ARM_64_STANDARD",
        instanceTypes: ["m7g.large", "c7gn.xlarge"],
        scalingConfig: { minSize: 1, desiredSize: 5, maxSize: 5 },
      },
    );
    const { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = stack.one(
      "eks:index:Cluster",
      "shop",
    ).inputs;
    deepStrictEqual(
      [endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs],
      [true, true, ["203.0.113.0/24"]],
    );
  });

  it("deploys through the role or the profile of each account", async () => {
    const platform = (await runVocabulary("platform.secrets")).one(
      "pulumi:providers:aws",
      "aws",
    ).inputs;
    deepStrictEqual(JSON.parse(platform.assumeRoles), [
      { roleArn: "arn:aws:iam::111111111111:role/deploy", sessionName: "eks-pod-secrets" },
    ]);
    const data = (await runVocabulary("data.secrets")).one("pulumi:providers:aws", "aws").inputs;
    strictEqual(data.profile, "data");
    strictEqual(data.assumeRoles, undefined);
  });

  it("gives the roles and nodes of the longest key names that AWS takes", async () => {
    const key = "k".repeat(43);
    const one = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { ${key}: { account: a, create: {} } }
`);
    const { resources } = await runStack(one, "a.cluster");
    const limits = { "aws:iam/role:Role": role, "aws:eks/nodeGroup:NodeGroup": nodeGroup };
    const drawn = Object.entries(limits).flatMap(([type, { autoname: limit, properties }]) =>
      // The component of @pulumi/eks makes this last role itself.
      [...resources, { type: "aws:iam/role:Role", name: `${key}-eksRole-role` }]
        .filter((resource) => resource.type === type)
        .map(({ name }) => {
          const made = autoname({ name, randomSeed: new Uint8Array() }, limit ?? { maxLength: 0 });
          return properties.nodeGroupName?.problem?.(made as never) ?? made.slice(key.length, -7);
        }),
    );
    deepStrictEqual(drawn.sort(), ["-eksRole-role-", "-node-", "-nodes-"]);
  });
});
