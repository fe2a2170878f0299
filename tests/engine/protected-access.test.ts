import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetResourcePolicyCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
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
const READER = /role\/orders-api/;

describe("a protected secret and its key, in a program of one's own", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  let stack: Stack;
  let made: { secretArn: string; keyArn: string };

  before(async () => {
    host = await programHost();
    stack = await host.inline("protected", async () => program([roleArn]));
    const { outputs } = await stack.up();
    made = { secretArn: outputs.secretArn?.value, keyArn: outputs.keyArn?.value };
  });
  after(() => host.sandbox.remove());

  function program(roleArns: string[]) {
    const opts = { protect: true };
    const { keyArn } = new PodSecretKey("orders", { keyAlias: "orders" }, opts);
    const readers = roleArns.map((arn) => ({ reader, roleArn: arn }));
    const args = { secretName: "orders/db", keyArn, readers };
    const { secretArn } = new PodSecret("orders", args, opts);
    const secrets = [{ encryptionContextArns: [secretArn], readerRoleArns: roleArns }];
    new PodSecretKeyPolicy("orders", { keyArn, secrets });
    return { keyArn, secretArn };
  }

  /** The policies of the secret and of its key, as AWS has them. */
  async function policies(): Promise<string[]> {
    const owner = await host.sandbox.client("owner");
    const secret = new GetResourcePolicyCommand({ SecretId: made.secretArn });
    const key = new GetKeyPolicyCommand({ KeyId: made.keyArn, PolicyName: "default" });
    const { ResourcePolicy = "" } = await new SecretsManagerClient(owner).send(secret);
    const { Policy = "" } = await new KMSClient(owner).send(key);
    return [ResourcePolicy, Policy];
  }

  it("keep who may read, when a run is refused that would delete them", async () => {
    await rejects(
      stack.up({ program: async () => undefined }),
      /cannot be deleted because it is protected|is protected/,
    );
    await rejects(stack.destroy(), /is protected/);
    for (const policy of await policies()) match(policy, READER);
  });

  it("let the last reader go", async () => {
    await stack.up({ program: async () => program([]) });
    deepStrictEqual(
      (await policies()).map((policy) => READER.test(policy)),
      [false, false],
    );
  });
});
