import { deepStrictEqual, rejects } from "node:assert/strict";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";

import { PodSecret, SharedSecret } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { type ProgramHost, programHost } from "./inline-program";

interface Named {
  secretName: pulumi.Input<string>;
  renamedFrom?: string;
}

const components = {
  PodSecret: (args: Named) => new PodSecret("orders", { recoveryWindowInDays: 0, ...args }),
  SharedSecret: (args: Named) =>
    new SharedSecret("orders", { recoveryWindowInDays: 0, readers: [], ...args }),
};

for (const [kind, make] of Object.entries(components)) {
  describe(`another name of a ${kind}, in a program of one's own`, function () {
    this.timeout(ENGINE_TIMEOUT);
    let host: ProgramHost;
    let stack: Stack;

    const refusal = new RegExp(
      `${kind} orders: secretName must stay "orders/db", got "orders/database": a new`,
    );
    const program = (args: Named) => ({
      program: async () => {
        make(args);
      },
    });
    const renamed = program({ secretName: pulumi.output("orders/database") });

    before(async () => {
      host = await programHost();
      const first = program({ secretName: "orders/db" });
      stack = await host.inline("renamed", first.program);
      await stack.up();
    });
    after(() => host.sandbox.remove());

    async function names() {
      const owner = new SecretsManagerClient(await host.sandbox.client("owner"));
      const { SecretList = [] } = await owner.send(new ListSecretsCommand({}));
      return SecretList.map(({ Name }) => Name);
    }

    it("is refused by a preview", () => rejects(stack.preview(renamed), refusal));

    it("is refused by a deployment before anything is made or deleted", async () => {
      await rejects(stack.up(renamed), refusal);
      deepStrictEqual(await names(), ["orders/db"]);
    });

    it("is deployed once it is confirmed", async () => {
      const confirmed = { secretName: "orders/database", renamedFrom: "orders/db" };
      await stack.up(program(confirmed));
      deepStrictEqual(await names(), ["orders/database"]);
      await stack.up(program({ secretName: "orders/database" }));
    });
  });
}
