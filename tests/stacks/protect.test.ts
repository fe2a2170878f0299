import { deepStrictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";

import { runAnew } from "./vocabulary";

/** What a stack of this setting protects from deletion, of these types. */
async function protectedBy(
  setting: string | undefined,
  stack: string,
  types: RegExp,
): Promise<string[]> {
  pulumi.runtime.setAllConfig(setting === undefined ? {} : { "eks-pod-secrets:protect": setting });
  try {
    const { registered } = await runAnew(stack);
    return registered
      .filter(({ protect, resource }) => protect && types.test(resource))
      .map(({ resource }) => resource)
      .sort();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
}

describe("setting protect", () => {
  it("keeps keys and secrets from being deleted", async () => {
    deepStrictEqual(await protectedBy("true", "data.secrets", /^aws:.*:(Secret|Key) /), [
      "aws:kms/key:Key orders-eu-central-1-key",
      "aws:kms/key:Key orders-eu-west-1-key",
      "aws:secretsmanager/secret:Secret orders/db-secret",
    ]);
  });

  it("keeps created clusters from being deleted", async () => {
    deepStrictEqual(await protectedBy("true", "platform.cluster", /./), ["eks:index:Cluster lab"]);
  });

  for (const setting of [undefined, "false"]) {
    it(`protects nothing where it is ${setting ?? "absent"}`, async () => {
      deepStrictEqual(await protectedBy(setting, "data.secrets", /./), []);
      deepStrictEqual(await protectedBy(setting, "platform.cluster", /./), []);
    });
  }
});
