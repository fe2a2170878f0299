import { deepStrictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { runStack } from "./run-stack";
import { connection, runVocabulary, zone } from "./vocabulary";

/** The secrets and keys that a stack of this setting protects from deletion. */
function protectedBy(setting: string | undefined): Promise<string[]> {
  return configured(setting, async () => {
    const clusters = { shop: connection("shop"), lab: connection("lab") };
    const { registered } = await runStack(zone, "data.secrets", {
      accounts: { aws: "222222222222", "aws-eu-central-1": "222222222222" },
      regions: { aws: "eu-west-1", "aws-eu-central-1": "eu-central-1" },
      stacks: { "organization/eks-pod-secrets/platform.cluster": { clusters } },
    });
    return registered
      .filter(({ protect, resource }) => protect && /^aws:.*:(Secret|Key) /.test(resource))
      .map(({ resource }) => resource)
      .sort();
  });
}

async function configured<T>(setting: string | undefined, use: () => Promise<T>): Promise<T> {
  pulumi.runtime.setAllConfig(setting === undefined ? {} : { "eks-pod-secrets:protect": setting });
  try {
    return await use();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
}

describe("setting protect", () => {
  it("keeps keys and secrets from being deleted", async () => {
    deepStrictEqual(await protectedBy("true"), [
      "aws:kms/key:Key orders-eu-central-1-key",
      "aws:kms/key:Key orders-eu-west-1-key",
      "aws:secretsmanager/secret:Secret orders/db-secret",
    ]);
  });

  it("keeps created clusters from being deleted", async () => {
    const { registered } = await configured("true", () => runVocabulary("platform.cluster"));
    deepStrictEqual(
      registered.filter(({ protect }) => protect).map(({ resource }) => resource),
      ["eks:index:Cluster lab"],
    );
  });

  for (const setting of [undefined, "false"]) {
    it(`protects nothing where it is ${setting ?? "absent"}`, async () => {
      deepStrictEqual(await protectedBy(setting), []);
    });
  }
});
