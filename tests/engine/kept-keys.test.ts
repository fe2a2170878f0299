import { match, strictEqual } from "node:assert";
import { execFile } from "node:child_process";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { done, failed, refused } from "../outcomes";
import { engineHarness, suiteEngine, writeInventory } from "./harness";

const STACK = "a.secrets";

function inventory(secrets: string, parameters = " {}"): string {
  return `
id: lz-tests
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets:${secrets}
parameters:${parameters}
`;
}

const ORDERS =
  "\n  orders: { account: a, key: pods, replicas: [{ region: eu-west-1, key: pods }] }";
const FLAGS = "\n  /shop/flags: { account: a, key: flags }";
const FLAGS_STAY = /key a\/us-east-1\/flags must stay, .* parameter \/shop\/flags/;
const FLAGS_OF_FAILED =
  /key a\/us-east-1\/flags must stay, .* whatever was given a value since the run that made the key/;

describe("keys that still encrypt values", () => {
  const sandbox = suiteEngine(inventory(ORDERS, FLAGS));
  let keys: Record<string, string>;

  before(async () => {
    await done(sandbox.command(["up", "--yes"]));
    await sandbox.command(["put", "orders"], { input: "swordfish" });
    await sandbox.command(["put", "/shop/flags"], { input: "marzipan" });
    keys = await aliased();
  });

  async function aliased(): Promise<Record<string, string>> {
    const { kms } = await sandbox.aws("a");
    const { Aliases = [] } = await kms.listAliases({});
    return Object.fromEntries(
      Aliases.map(({ AliasName = "", TargetKeyId = "" }) => [AliasName, TargetKeyId]),
    );
  }

  async function value(SecretId: string): Promise<string | undefined> {
    const { secretsManager: owner } = await sandbox.aws("a");
    return (await owner.getSecretValue({ SecretId })).SecretString;
  }

  async function stateOf(alias: string): Promise<string | undefined> {
    const { kms } = await sandbox.aws("a");
    return (await kms.describeKey({ KeyId: keys[alias] })).KeyMetadata?.KeyState;
  }

  /** What `up` or `preview` answers to an inventory. */
  async function refusal(verb: "up" | "preview", text: string): Promise<string> {
    writeInventory(sandbox.data, text);
    return verb === "up"
      ? refused(sandbox.command(["up", "--yes"]))
      : failed(sandbox.command([verb]));
  }

  /** What each way to deploy or preview an inventory answers. */
  async function refusals(text: string): Promise<string[]> {
    const commands = [await refusal("up", text), await refusal("preview", text)];
    const env = { ...sandbox.environment, AWS_PROFILE: "a" };
    const plain = (args: string[]) =>
      new Promise<string>((resolve) => {
        const line = [...args, "--stack", STACK, "--non-interactive"];
        execFile("pulumi", line, { env }, (_, stdout) => resolve(stdout));
      });
    return [
      ...commands,
      await plain(["preview"]),
      await plain(["up", "--yes", "--skip-preview", "--continue-on-error"]),
    ];
  }

  it("stay when a secret, its replica and a parameter are to have none, whoever deploys", async () => {
    const without = "\n  orders: { account: a, replicas: [{ region: eu-west-1 }] }";
    for (const said of await refusals(inventory(without, "\n  /shop/flags: { account: a }"))) {
      match(said, /secret orders must keep its key, a\/us-east-1\/pods, got none/);
      match(said, /replica of secret orders in eu-west-1 must keep its key, a\/eu-west-1\/pods/);
      match(said, FLAGS_STAY);
    }
    strictEqual(await stateOf("alias/pods"), "Enabled");
    strictEqual(await stateOf("alias/flags"), "Enabled");
  });

  it("go by name where their owner lets them go, and in the run after their secret got another", async () => {
    writeInventory(sandbox.data, inventory(ORDERS));
    const release = ["config", "set", "deleteKeys", "a/us-east-1/flags", "--stack", STACK];
    await runPulumi(sandbox.environment, release);
    await done(sandbox.command(["up", "--yes"]));
    strictEqual(await stateOf("alias/flags"), "PendingDeletion");
    strictEqual(await stateOf("alias/pods"), "Enabled");

    const another =
      "\n  orders: { account: a, key: others, replicas: [{ region: eu-west-1, key: pods }] }";
    writeInventory(sandbox.data, inventory(another));
    await done(sandbox.command(["up", "--yes"]));
    strictEqual(await stateOf("alias/pods"), "Enabled");
    await done(sandbox.command(["up", "--yes"]));
    strictEqual(await stateOf("alias/pods"), "PendingDeletion");
    strictEqual(await value("orders"), "swordfish");
  });

  it("stay where the run that made them failed, which recorded nothing", async () => {
    // AWS refuses a policy that lets everyone in, after the secret has been made.
    const open =
      ', extraPolicyStatements: [{ Sid: Open, Effect: Allow, Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }]';
    const orders = (more: string) => `\n  orders: { account: a${more} }`;
    const other = "\n  other: { account: a, key: pods }";
    const failing = await engineHarness(inventory(orders(`, key: pods${open}`) + other, FLAGS));
    const fails = async (verb: string[], text: string, ...reasons: RegExp[]) => {
      writeInventory(failing.data, text);
      const stdout = await failed(failing.command(verb));
      for (const reason of reasons) match(stdout, reason);
    };
    try {
      await failed(failing.command(["up", "--yes"]));
      await fails(
        ["up", "--yes"],
        inventory(orders("") + other, FLAGS),
        /PodSecret orders: keyArn must stay the key that encrypts the value, arn:/,
      );
      const { kms } = await failing.aws("a");
      const { Aliases = [] } = await kms.listAliases({});
      const pods = Aliases.find(({ AliasName }) => AliasName === "alias/pods")?.TargetKeyId;
      await fails(
        ["preview"],
        inventory(orders(`, key: "arn:aws:kms:us-east-1:111111111111:key/${pods}"`)),
        /key a\/us-east-1\/pods must be named by its alias as before/,
        FLAGS_OF_FAILED,
      );
    } finally {
      await failing.remove();
    }
  });
});
