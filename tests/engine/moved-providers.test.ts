import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { PodSecret, PodSecretKey, SharedSecret } from "../../sdk";
import { OWNER, suiteHost } from "./inline-program";

const OTHER = "222222222222";
const INVENTORY = `
accounts: { owner: { id: "${OWNER}", region: us-east-1 }, other: { id: "${OTHER}", region: us-east-1 } }
`;

type Options = pulumi.ComponentResourceOptions;

const components = {
  PodSecret: (opts: Options) => new PodSecret("orders", { secretName: "db" }, opts),
  PodSecretKey: (opts: Options) => new PodSecretKey("orders", { keyAlias: "orders" }, opts),
  SharedSecret: (opts: Options) =>
    new SharedSecret("orders", { secretName: "db", readers: [] }, opts),
};

/** Settings of other providers, and the messages about them. */
const moves = {
  "that has another region": {
    settings: { region: "eu-west-1" },
    says: "the AWS provider must stay of region us-east-1, .+ got one of region eu-west-1",
  },
  "of another account": {
    settings: { region: "us-east-1", profile: "other" },
    says: `the AWS provider must stay of account ${OWNER}, .+ got one of account ${OTHER}`,
  },
};

for (const [kind, make] of Object.entries(components)) {
  describe(`a ${kind} that is given a provider`, () => {
    const host = suiteHost(INVENTORY);
    let stack: Stack;

    /** The component with the given provider, or with the default one. */
    const program = (settings?: object, provider = "aws") => ({
      program: async () => {
        make(settings ? { provider: new Provider(provider, settings) } : {});
      },
    });

    before(async () => {
      stack = await host.inline("moved", program({ region: "us-east-1" }).program);
      await stack.up();
      if (kind !== "PodSecretKey") {
        const value = { SecretId: "db", SecretString: "swordfish" };
        await (await secretsManager()).putSecretValue(value);
      }
    });

    const secretsManager = async (region?: string) =>
      (await host.sandbox.aws("owner", region)).secretsManager;

    afterEach("keeps what it made", async () => {
      if (kind === "PodSecretKey") return;
      const client = await secretsManager();
      const { SecretString } = await client.getSecretValue({ SecretId: "db" });
      strictEqual(SecretString, "swordfish");
      const { SecretList } = await (await secretsManager("eu-west-1")).listSecrets({});
      deepStrictEqual(SecretList, []);
    });

    for (const [what, { says, settings }] of Object.entries(moves)) {
      for (const name of ["aws", "another"]) {
        it(`${what} is refused before anything is made or deleted (provider ${name})`, async () => {
          const reason = new RegExp(`${kind} orders: ${says}`);
          await rejects(stack.preview(program(settings, name)), reason);
          await rejects(stack.up(program(settings, name)), reason);
        });
      }
    }

    it("is refused with the default provider of another region, too", async () => {
      await stack.setConfig("aws:region", { value: "eu-west-1" });
      const reason = new RegExp(`${kind} orders: the AWS provider must stay of region us-east-1`);
      await rejects(stack.up(program()), reason);
      await stack.setConfig("aws:region", { value: "us-east-1" });
    });

    it("of another name, and of the same place, changes nothing", async () => {
      await stack.up(program({ region: "us-east-1" }, "another"));
    });
  });
}
