import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { proveProgram } from "../../sdk/testing";
import { type MockedEngine, mockEngine } from "../sdk/components/mocked-engine";

const checkout = join(__dirname, "..", "..");
const OWNER = "222222222222";
const RUNNER = "111111111111";
const config = {
  "orders:ownerProfile": "owner",
  "orders:readerProfile": "runner",
  "orders:clusterArn": `arn:aws:eks:us-east-1:${RUNNER}:cluster/shop`,
  "orders:kubeContext": "shop",
};

/** Runs the example. A module runs only once in a process, so the cache must forget it. */
async function run(): Promise<void> {
  const file = join(checkout, "examples", "shared-secret", "index.ts");
  delete require.cache[file];
  require(file);
}

describe("the example of a shared secret", () => {
  let engine: MockedEngine;
  before(async () => {
    engine = await mockEngine({ accounts: { owner: OWNER, runner: RUNNER }, project: "orders" });
    pulumi.runtime.setAllConfig(config);
    await run();
    await engine.settled();
  });

  it("composes the components of both sides, each in its own account", () => {
    const made = engine.resources
      .filter(({ type }) => !type.startsWith("pulumi:"))
      .map(({ name, provider, type }) => `${type.split(":")[2]} ${name} ${provider}`.trim());
    deepStrictEqual(made.sort(), [
      "Alias orders-db-alias owner",
      "Key orders-db-key owner",
      "KeyPolicy orders-db-policy owner",
      "PodIdentityAssociation orders-api-association runner",
      "PodReader orders-api",
      "PodSecret orders-db",
      "PodSecretKey orders-db",
      "PodSecretKeyPolicy orders-db",
      "Role orders-api-role runner",
      "RolePoliciesExclusive orders-api-only-policy runner",
      "RolePolicy orders-api-policy runner",
      "RolePolicyAttachmentsExclusive orders-api-no-attachments runner",
      "Secret orders-db-secret owner",
      "SecretMount orders-api",
      "SecretPolicy orders-db-policy owner",
      "SecretProviderClass orders-api-provider-class kubernetes",
      "ServiceAccount orders-api-service-account kubernetes",
      "SharedSecret orders-db",
      "SharedSecretMount orders-api",
    ]);
  });

  it("is proved", async () => {
    const accounts = { owner: OWNER, runner: RUNNER };
    const { claims, result } = await proveProgram(run, { project: "orders", config, accounts });
    deepStrictEqual([result, claims.length], ["proved", 6]);
  });

  it("is what the README shows, of ten lines a side", () => {
    const readme = readFileSync(join(checkout, "README.md"), "utf8");
    const example = readFileSync(join(checkout, "examples", "shared-secret", "index.ts"), "utf8");
    const [, shown = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    strictEqual(shown.length > 0 && example.includes(shown.trim()), true);
    for (const side of shown.split("\n\n")) strictEqual(side.trim().split("\n").length <= 10, true);
  });
});
