import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { type MockedEngine, mockEngine } from "../sdk/components/mocked-engine";

const OWNER = "222222222222";
const RUNNER = "111111111111";

describe("the example of the components", () => {
  let engine: MockedEngine;
  before(async () => {
    engine = await mockEngine({ accounts: { owner: OWNER, runner: RUNNER } });
    pulumi.runtime.setAllConfig({
      "eks-pod-secrets:ownerProfile": "owner",
      "eks-pod-secrets:readerProfile": "runner",
      "eks-pod-secrets:readerAccount": RUNNER,
      "eks-pod-secrets:clusterName": "shop",
      "eks-pod-secrets:kubeContext": "shop",
    });
    await import("../../examples/components/index.js");
    await engine.settled();
  });

  it("puts each side into its own account", () => {
    const places = engine.resources
      .filter(({ type }) => !type.startsWith("pulumi:") && !type.startsWith("eks-pod-secrets:"))
      .map(({ name, provider }) => `${name} in ${provider}`);
    deepStrictEqual(places.sort(), [
      "orders-alias in owner",
      "orders-association in runner",
      "orders-db-policy in owner",
      "orders-db-secret in owner",
      "orders-key in owner",
      "orders-no-attachments in runner",
      "orders-only-policy in runner",
      "orders-policy in owner",
      "orders-policy in runner",
      "orders-provider-class in kubernetes",
      "orders-role in runner",
      "orders-service-account in kubernetes",
    ]);
  });

  it("names one role on both sides", () => {
    const { inputs } = engine.one(
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      "orders-db-policy",
    );
    const [statement] = JSON.parse(inputs.policy).Statement;
    strictEqual(
      JSON.stringify(statement.Condition).includes(`arn:aws:iam::${RUNNER}:role/orders-api`),
      true,
    );
    strictEqual(engine.one("aws:iam/role:Role", "orders-role").inputs.name, "orders-api");
  });
});
