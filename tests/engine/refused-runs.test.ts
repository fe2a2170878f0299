import { deepStrictEqual, match } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { PodSecretKey } from "../../sdk";
import { construct, minimal } from "../sdk/components/minimal-args";
import { ENGINE_TIMEOUT } from "./harness";
import { messageOf, type ProgramHost, programHost } from "./inline-program";

describe("a run that a late argument ends", function () {
  this.timeout(3 * ENGINE_TIMEOUT);
  let host: ProgramHost;

  before(async () => {
    host = await programHost();
  });
  after(() => host.sandbox.remove());

  it("holds up no later run of the process", async () => {
    const late = pulumi.output(Promise.resolve("bad !"));
    const copied = { secretName: "s", data: [{ key: "k", objectName: "db" }] };
    const runs = [
      () => construct("PodReader", { ...minimal.PodReader, clusterArn: late }),
      () =>
        construct("SecretMount", {
          ...{ ...minimal.SecretMount, secretObjects: [copied] },
          secretProviderClass: late,
        }),
      () => construct("PodSecretKey", { keyAlias: "bad !" }),
    ];
    const stack = await host.inline("later", async () => ({}));
    for (const run of runs) {
      const said = await messageOf(stack.preview({ program: async () => void run() }));
      match(said, /(PodReader|SecretMount|PodSecretKey) it: \w+ must/);
    }
  });

  it("ends up too, whether it goes on after errors or has other targets, and leaves nothing", async () => {
    const name = "ends-up";
    const stack = await host.inline(name, async () => {
      const { keyArn } = new PodSecretKey("k", { keyAlias: pulumi.output("bad !") });
      return { keyArn };
    });
    for (const options of [{}, { continueOnError: true }, { target: ["**other**"] }]) {
      match(await messageOf(stack.up(options)), /PodSecretKey k: keyAlias must be/);
    }
    const { deployment } = await stack.exportStack();
    // The provider was asked where it is.
    deepStrictEqual(
      deployment.resources
        .map(({ type }: { type: string }) => type)
        .filter((type: string) => !type.startsWith("pulumi:")),
      [],
    );
  });

  it("ends its own run alone, of five that go on in one process", async () => {
    const aliases = ["a", "b", "bad !", "d", "e"];
    const ended = await Promise.all(
      aliases.map(async (alias, index) => {
        const stack = await host.inline(`five-${index}`, async () => {
          new PodSecretKey("k", { keyAlias: pulumi.output(alias) });
        });
        return stack.preview().then(
          () => true,
          (error: Error) => !error.message.includes("PodSecretKey k: keyAlias must be"),
        );
      }),
    );
    deepStrictEqual(ended, [true, true, false, true, true]);
  });
});
