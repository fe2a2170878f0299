import { deepStrictEqual, rejects } from "node:assert/strict";
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import { PodSecret, PodSecretKey, PodSecretKeyPolicy } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { type ProgramHost, programHost } from "./inline-program";

const reader = {
  clusterArn: "arn:aws:eks:us-east-1:222222222222:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
const roleArn = "arn:aws:iam::222222222222:role/orders-api";

class Team extends ComponentResource {
  constructor(name: string) {
    super("test:index:Team", name);
    this.registerOutputs();
  }
}

describe("a secret and its key whose components are moved within a program", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  let stack: Stack;
  let made: { secretArn: string; keyArn: string };

  function program(name: string, optsOf: () => ComponentResourceOptions = () => ({})) {
    return async () => {
      const opts = optsOf();
      const { keyArn } = new PodSecretKey(name, { keyAlias: "orders" }, opts);
      const readers = [{ reader, roleArn }];
      const args = { secretName: "orders/db", keyArn, readers };
      const { secretArn } = new PodSecret(name, args, opts);
      const secrets = [{ encryptionContextArns: [secretArn], readerRoleArns: [roleArn] }];
      new PodSecretKeyPolicy(name, { keyArn, secrets }, opts);
      return { keyArn, secretArn };
    };
  }

  before(async () => {
    host = await programHost();
    stack = await host.inline("moved", program("orders"));
    const { outputs } = await stack.up();
    made = { secretArn: outputs.secretArn?.value, keyArn: outputs.keyArn?.value };
    const put = new PutSecretValueCommand({ SecretId: made.secretArn, SecretString: "marzipan" });
    await new SecretsManagerClient(await host.sandbox.client("owner")).send(put);
  });
  after(() => host.sandbox.remove());

  /** The value of the secret, and whether its policy and its key's have the reader. */
  async function held() {
    const owner = await host.sandbox.client("owner");
    const secrets = new SecretsManagerClient(owner);
    const id = { SecretId: made.secretArn };
    const { SecretString } = await secrets.send(new GetSecretValueCommand(id));
    const { ResourcePolicy } = await secrets.send(new GetResourcePolicyCommand(id));
    const ofKey = new GetKeyPolicyCommand({ KeyId: made.keyArn, PolicyName: "default" });
    const { Policy } = await new KMSClient(owner).send(ofKey);
    return [SecretString, ...[ResourcePolicy, Policy].map((text) => text?.includes(roleArn))];
  }

  const moves = {
    "another name": program("billing"),
    "another parent": program("orders", () => ({ parent: new Team("orders") })),
  };
  for (const [what, moved] of Object.entries(moves)) {
    it(`lose nothing by ${what} without an alias: the run ends before it deletes anything`, async () => {
      await rejects(stack.up({ program: moved }), /already exists|ResourceExistsException/i);
      deepStrictEqual(await held(), ["marzipan", true, true]);
    });
  }

  it("are as they were once the program is", async () => {
    await stack.up();
    deepStrictEqual(await held(), ["marzipan", true, true]);
  });

  it("are moved with an alias, and nothing is made anew", async () => {
    const { summary } = await stack.up({
      program: program("billing", () => ({ aliases: [{ name: "orders" }] })),
    });
    deepStrictEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
  });
});
