import { deepStrictEqual, doesNotMatch, match, rejects } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { PodSecret, PodSecretKey, PodSecretKeyPolicy, SharedSecret } from "../../sdk";
import { messageOf, suiteHost } from "./inline-program";

const reader = {
  clusterArn: "arn:aws:eks:us-east-1:222222222222:cluster/shop",
  namespace: "orders",
  serviceAccount: "orders-api",
};
const roleArn = "arn:aws:iam::222222222222:role/orders-api";

/** Makes a key, and a secret that one role reads. `name` keeps their names apart from others. */
function secretAndKey(
  name: string,
  { opts = {}, roleArns = [roleArn], of = name }: Partial<Settings> = {},
) {
  const { keyArn } = new PodSecretKey(name, { keyAlias: of }, opts);
  const readers = roleArns.map((arn) => ({ reader, roleArn: arn }));
  const { secretArn } = new PodSecret(name, { secretName: `${of}/db`, keyArn, readers }, opts);
  const secrets = [{ encryptionContextArns: [secretArn], readerRoleArns: roleArns }];
  new PodSecretKeyPolicy(name, { keyArn, secrets }, { parent: opts.parent, aliases: opts.aliases });
  return { keyArn, secretArn };
}

interface Settings {
  opts: pulumi.ComponentResourceOptions;
  roleArns: string[];
  /** What the names of secret and alias begin with. */
  of: string;
}

class Team extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:index:Team", name);
    this.registerOutputs();
  }
}

describe("a secret in a program of one's own", () => {
  const host = suiteHost();
  let stack: Stack;
  let made: { secretArn: string; keyArn: string };

  async function deploy(name: string, program: () => ReturnType<typeof secretAndKey>) {
    stack = await host.inline(name, async () => program());
    const { outputs } = await stack.up();
    made = { secretArn: outputs.secretArn?.value, keyArn: outputs.keyArn?.value };
    const { secretsManager } = await host.sandbox.aws("owner");
    const value = { SecretId: made.secretArn, SecretString: "marzipan" };
    await secretsManager.putSecretValue(value);
  }

  /** The secret's value, and whether the policies of the secret and its key name the reader. */
  async function held() {
    const { kms, secretsManager } = await host.sandbox.aws("owner");
    const id = { SecretId: made.secretArn };
    const { SecretString } = await secretsManager.getSecretValue(id);
    const { ResourcePolicy } = await secretsManager.getResourcePolicy(id);
    const { Policy } = await kms.getKeyPolicy({ KeyId: made.keyArn, PolicyName: "default" });
    return [SecretString, ...[ResourcePolicy, Policy].map((text) => text?.includes(roleArn))];
  }
  const KEPT = ["marzipan", true, true];

  describe("whose components, and its key's, are moved within the program", () => {
    before(() => deploy("moved", () => secretAndKey("orders")));

    const moves = {
      "another name": () => secretAndKey("billing", { of: "orders" }),
      "another parent": () => secretAndKey("orders", { opts: { parent: new Team("orders") } }),
    };
    for (const [what, moved] of Object.entries(moves)) {
      it(`loses nothing by ${what} without an alias: the run ends before it deletes anything`, async () => {
        const program = async () => moved();
        await rejects(stack.up({ program }), /already exists|ResourceExistsException/i);
        deepStrictEqual(await held(), KEPT);
      });
    }

    it("is as before once the program is as before", async () => {
      await stack.up();
      deepStrictEqual(await held(), KEPT);
    });

    it("is moved with an alias, and nothing is made anew", async () => {
      const opts = { aliases: [{ name: "orders" }] };
      const program = async () => secretAndKey("billing", { of: "orders", opts });
      const { summary } = await stack.up({ program });
      deepStrictEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
    });
  });

  describe("that is protected, as its key is", () => {
    const opts = { protect: true };
    before(() => deploy("protected", () => secretAndKey("kept", { opts })));

    it("keeps who may read, when a run is refused that would delete it", async () => {
      await rejects(stack.up({ program: async () => undefined }), /is protected/);
      await rejects(stack.destroy(), /is protected/);
      deepStrictEqual(await held(), KEPT);
    });

    it("lets the last reader go", async () => {
      await stack.up({ program: async () => secretAndKey("kept", { opts, roleArns: [] }) });
      deepStrictEqual(await held(), ["marzipan", false, false]);
    });
  });

  interface Named {
    secretName: pulumi.Input<string>;
    renamedFrom?: string;
  }
  const own = { recoveryWindowInDays: 0 };
  const kinds = {
    PodSecret: (args: Named) => new PodSecret("named", { ...own, ...args }),
    SharedSecret: (args: Named) => new SharedSecret("named", { ...own, readers: [], ...args }),
  };
  for (const [kind, make] of Object.entries(kinds)) {
    describe(`that gets another name, by a ${kind}`, () => {
      const [first, second] = [`${kind}/db`, `${kind}/database`];
      const program = (args: Named) => ({ program: async () => void make(args) });
      const renamed = program({ secretName: pulumi.output(second) });
      const refusal = new RegExp(
        `${kind} named: secretName must stay "${first}", got "${second}": a new`,
      );

      before(async () => {
        stack = await host.inline(kind.toLowerCase(), program({ secretName: first }).program);
        await stack.up();
      });

      async function names() {
        const { secretsManager } = await host.sandbox.aws("owner");
        const { SecretList = [] } = await secretsManager.listSecrets({});
        return SecretList.flatMap(({ Name }) => (Name?.startsWith(kind) ? Name : []));
      }

      it("is refused by a preview, and by a deployment before anything is made or deleted", async () => {
        await rejects(stack.preview(renamed), refusal);
        await rejects(stack.up(renamed), refusal);
        deepStrictEqual(await names(), [first]);
      });

      it("is deployed once it is confirmed", async () => {
        await stack.up(program({ secretName: second, renamedFrom: first }));
        deepStrictEqual(await names(), [second]);
        await stack.up(program({ secretName: second }));
      });
    });
  }

  it("is deployed beside one that has a component of its name within", async () => {
    const both = await host.inline("one-name", async () => {
      new PodSecret("one", { secretName: "one/first" });
      new SharedSecret("one", { secretName: "one/second", readers: [] });
    });
    await both.up();
  });

  it("is refused another name that is secret, which is not shown", async () => {
    const program = (name: string) => async () => {
      new PodSecret("unsaid", { secretName: pulumi.secret(name) });
    };
    const unsaid = await host.inline("secret-name", program("swordfish"));
    await unsaid.up();
    const said = await messageOf(unsaid.preview({ program: program("marzipan") }));
    match(said, /PodSecret unsaid: secretName must stay "\[secret 1\]", got "\[secret 2\]": a new/);
    doesNotMatch(said, /swordfish|marzipan/);
    await unsaid.preview({ program: program("swordfish") });
  });
});
