import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { AgentInstall, CsiInstall, SecretsStoreCsi, type SecretsStoreCsiArgs } from "../../../sdk";
import { mockEngine, promiseOf } from "./mocked-engine";
import { rejectsEach, rejectsLater } from "./rejects";

async function construct(changes: Partial<SecretsStoreCsiArgs> = {}) {
  const engine = await mockEngine();
  const csi = new SecretsStoreCsi("shop", { clusterName: "shop", ...changes });
  strictEqual(await promiseOf(csi.clusterName), "shop");
  await engine.settled();
  return engine;
}

describe("SecretsStoreCsi", () => {
  it("is two add-ons of pinned versions by default", async () => {
    const engine = await construct();
    deepStrictEqual(engine.children(), [
      "aws:eks/addon:Addon shop-agent",
      "aws:eks/addon:Addon shop-driver",
      "eks-pod-secrets:index:SecretsStoreCsi shop",
    ]);
    deepStrictEqual(engine.one("aws:eks/addon:Addon", "shop-agent").inputs, {
      clusterName: "shop",
      addonName: "eks-pod-identity-agent",
      addonVersion: "v1.3.10-eksbuild.3",
    });
    deepStrictEqual(engine.one("aws:eks/addon:Addon", "shop-driver").inputs, {
      clusterName: "shop",
      addonName: "aws-secrets-store-csi-driver-provider",
      addonVersion: "v3.1.3-eksbuild.1",
      configurationValues:
        '{"secrets-store-csi-driver":{"syncSecret":{"enabled":false},"enableSecretRotation":false}}',
    });
  });

  it("hands rotation, synchronisation and versions to the add-ons", async () => {
    const engine = await construct({
      version: "v3.2.0-eksbuild.1",
      podIdentityAgentVersion: "v1.4.0-eksbuild.1",
      rotationPollInterval: "1h",
      syncSecrets: true,
    });
    const driver = engine.one("aws:eks/addon:Addon", "shop-driver").inputs;
    strictEqual(driver.addonVersion, "v3.2.0-eksbuild.1");
    deepStrictEqual(JSON.parse(driver.configurationValues), {
      "secrets-store-csi-driver": {
        syncSecret: { enabled: true },
        enableSecretRotation: true,
        rotationPollInterval: "1h",
      },
    });
    const agent = engine.one("aws:eks/addon:Addon", "shop-agent").inputs;
    strictEqual(agent.addonVersion, "v1.4.0-eksbuild.1");
  });

  it("is two pinned Helm releases with helm, the driver's with the token that ASCP 3 needs", async () => {
    const engine = await construct({ install: CsiInstall.Helm });
    deepStrictEqual(engine.children(), [
      "aws:eks/addon:Addon shop-agent",
      "eks-pod-secrets:index:SecretsStoreCsi shop",
      "kubernetes:helm.sh/v3:Release shop-driver",
      "kubernetes:helm.sh/v3:Release shop-provider",
    ]);
    const release = (name: string) => {
      const { chart, namespace, repositoryOpts, values, version, ...rest } = engine.one(
        "kubernetes:helm.sh/v3:Release",
        name,
      ).inputs;
      return { chart, name: rest.name, namespace, repositoryOpts, values, version };
    };
    deepStrictEqual(release("shop-driver"), {
      name: "csi-secrets-store",
      namespace: "kube-system",
      chart: "secrets-store-csi-driver",
      repositoryOpts: { repo: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts" },
      version: "1.6.0",
      values: {
        syncSecret: { enabled: false },
        enableSecretRotation: false,
        // Without the second, the mounts of readers with identity irsa fail.
        tokenRequests: [{ audience: "pods.eks.amazonaws.com" }, { audience: "sts.amazonaws.com" }],
      },
    });
    deepStrictEqual(release("shop-provider"), {
      name: "secrets-provider-aws",
      namespace: "kube-system",
      chart: "secrets-store-csi-driver-provider-aws",
      repositoryOpts: { repo: "https://aws.github.io/secrets-store-csi-driver-provider-aws" },
      version: "3.1.1",
      values: { "secrets-store-csi-driver": { install: false } },
    });
  });

  it("asks for further audiences with helm", async () => {
    const engine = await construct({
      install: CsiInstall.Helm,
      tokenAudiences: ["pods.eks.amazonaws.com", "vault"],
    });
    deepStrictEqual(
      engine.one("kubernetes:helm.sh/v3:Release", "shop-driver").inputs.values.tokenRequests,
      [{ audience: "pods.eks.amazonaws.com" }, { audience: "vault" }],
    );
  });

  const existing = { install: CsiInstall.Existing };
  const installed: [what: string, changes: Partial<SecretsStoreCsiArgs>, addons: string[]][] = [
    ["installs nothing where driver and agent exist", existing, []],
    [
      "leaves out the agent where the nodes have it",
      { podIdentityAgent: AgentInstall.Existing },
      ["driver"],
    ],
    [
      "adds the agent where only the driver exists",
      { ...existing, podIdentityAgent: AgentInstall.Addon },
      ["agent"],
    ],
  ];
  for (const [what, changes, addons] of installed) {
    it(what, async () => {
      const engine = await construct(changes);
      deepStrictEqual(engine.children(), [
        ...addons.map((one) => `aws:eks/addon:Addon shop-${one}`),
        "eks-pod-secrets:index:SecretsStoreCsi shop",
      ]);
    });
  }

  it("rejects audiences without that of Pod Identity, once they are known", () =>
    rejectsLater(
      () =>
        new SecretsStoreCsi("shop", {
          clusterName: "shop",
          install: CsiInstall.Helm,
          tokenAudiences: pulumi.output(["sts.amazonaws.com"]),
        }),
      /tokenAudiences must be a list that has pods\.eks\.amazonaws\.com, got \["sts\.amazonaws\.com"\]/,
    ));

  it("rejects a poll interval without a unit, once it is known", () =>
    rejectsLater(
      () =>
        new SecretsStoreCsi("shop", {
          clusterName: "shop",
          rotationPollInterval: pulumi.output("60"),
        }),
      /rotationPollInterval must be a duration from 1s to 8760h, such as 1h or 2m30s, got "60"/,
    ));

  rejectsEach(
    (changes: Partial<SecretsStoreCsiArgs>) =>
      new SecretsStoreCsi("shop", { clusterName: "shop", ...changes }),
    {
      'install must be one of addon, helm, existing, got "manifest"': {
        install: "manifest" as CsiInstall,
      },
      'tokenAudiences must be a list that has pods.eks.amazonaws.com, got ["sts.amazonaws.com"]': {
        install: CsiInstall.Helm,
        tokenAudiences: ["sts.amazonaws.com"],
      },
      "tokenAudiences can be set only with install helm, got install addon": {
        tokenAudiences: ["pods.eks.amazonaws.com"],
      },
      "driverVersion can be set only with install helm, got install addon": {
        driverVersion: "1.6.0",
      },
      "version cannot be set with install existing: the driver that exists keeps its own settings":
        { install: CsiInstall.Existing, version: "3.1.1" },
      "podIdentityAgentVersion cannot be set with podIdentityAgent existing: the agent that exists keeps its own version":
        { podIdentityAgent: AgentInstall.Existing, podIdentityAgentVersion: "v1.3.10-eksbuild.3" },
    },
  );
});
