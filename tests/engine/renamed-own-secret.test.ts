import { deepStrictEqual, rejects } from "node:assert/strict";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import { PodSecret, type PodSecretArgs } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { type ProgramHost, programHost } from "./inline-program";

const REFUSAL =
  /PodSecret orders: secretName must stay "orders\/db", got "orders\/database": a new/;

describe("another name of a secret, in a program of one's own", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  let stack: Stack;

  const program = (args: PodSecretArgs) => ({
    program: async () => {
      new PodSecret("orders", args);
    },
  });
  const renamed = program({ secretName: pulumi.output("orders/database") });

  before(async () => {
    host = await programHost();
    const first = program({ secretName: "orders/db", recoveryWindowInDays: 0 });
    stack = await host.inline("renamed", first.program);
    await stack.up();
  });
  after(() => host.sandbox.remove());

  async function names() {
    const owner = new SecretsManagerClient(await host.sandbox.client("owner"));
    const { SecretList = [] } = await owner.send(new ListSecretsCommand({}));
    return SecretList.map(({ Name }) => Name);
  }

  it("is refused by a preview", () => rejects(stack.preview(renamed), REFUSAL));

  it("is refused by a deployment before anything is made or deleted", async () => {
    await rejects(stack.up(renamed), REFUSAL);
    deepStrictEqual(await names(), ["orders/db"]);
  });

  it("is deployed once it is confirmed", async () => {
    const confirmed = { secretName: "orders/database", renamedFrom: "orders/db" };
    await stack.up(program(confirmed));
    deepStrictEqual(await names(), ["orders/database"]);
    await stack.up(program({ secretName: "orders/database" }));
  });
});
