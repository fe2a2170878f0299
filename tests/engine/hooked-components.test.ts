import { doesNotMatch, match } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { PodSecret, SharedSecret } from "../../sdk";
import { ENGINE_TIMEOUT } from "./harness";
import { messageOf, type ProgramHost, programHost } from "./inline-program";

describe("a component that looks at its changes", function () {
  this.timeout(ENGINE_TIMEOUT);
  let host: ProgramHost;
  before(async () => {
    host = await programHost();
  });
  after(() => host.sandbox.remove());

  it("is deployed beside one that has a component of its name within", async () => {
    const stack = await host.inline("one-name", async () => {
      new PodSecret("orders", { secretName: "orders/first" });
      new SharedSecret("orders", { secretName: "orders/second", readers: [] });
    });
    await stack.up();
  });

  it("refuses another name that is secret, and does not show it", async () => {
    const program = (name: string) => async () => {
      new PodSecret("orders", { secretName: pulumi.secret(name) });
    };
    const stack = await host.inline("secret-name", program("swordfish"));
    await stack.up();
    const said = await messageOf(stack.preview({ program: program("marzipan") }));
    match(said, /PodSecret orders: secretName must stay "\[secret 1\]", got "\[secret 2\]": a new/);
    doesNotMatch(said, /swordfish|marzipan/);
    await stack.preview({ program: program("swordfish") });
  });
});
