import { match, ok, strictEqual } from "node:assert";
import { execFile } from "node:child_process";
import { suiteEngine, writeInventory } from "./harness";

const STACK = "account-b.secrets";

const inventory = (id: string, secrets: string) => `
${id}
accounts:
  account-b: { id: "222222222222", region: us-east-1 }
  account-c: { id: "333333333333", region: us-east-1 }
secrets:
  ${secrets}
`;

const FIRST = inventory("id: lz-first", "orders: { account: account-b, key: orders }");
const SECOND = inventory("id: lz-second", "bills: { account: account-b, key: bills }");
const BOTH = /stack account-b\.secrets belongs to the inventory with the id lz-first.*lz-second/;

describe("two inventories with an account of one name, on one backend", () => {
  const sandbox = suiteEngine(FIRST);

  before(async () => {
    await sandbox.stacks(["up"]);
    const { secretsManager: owner } = await sandbox.aws("account-b");
    await owner.putSecretValue({ SecretId: "orders", SecretString: "swordfish" });
  });

  async function isKept(): Promise<boolean> {
    const { secretsManager: owner } = await sandbox.aws("account-b");
    const { DeletedDate } = await owner.describeSecret({ SecretId: "orders" });
    return DeletedDate === undefined;
  }

  /** The exit code and output of a command with an inventory. */
  async function said(args: string[], text: string): Promise<[number | null, string]> {
    writeInventory(sandbox.data, text);
    const { code, stderr, stdout } = await sandbox.command(args);
    return [code, stderr + stdout];
  }

  for (const [args, exitCode] of [
    [["destroy", "--yes"], 2],
    [["preview"], 1],
  ] as const) {
    it(`rejects ${args[0]} by the one of a stack of the other, and names both`, async () => {
      const [code, words] = await said([...args], SECOND);
      match(words, BOTH);
      strictEqual(code, exitCode);
      ok(await isKept());
    });
  }

  it("rejects a plain pulumi up by the other, and by one without an id", async () => {
    const env = { ...sandbox.environment, AWS_PROFILE: "account-b" };
    for (const [text, words] of [
      [SECOND, BOTH],
      [inventory("", "bills: { account: account-b }"), /lz-first.*this inventory has no id/],
    ] as const) {
      writeInventory(sandbox.data, text);
      const line = ["up", "--yes", "--skip-preview", "--stack", STACK, "--non-interactive"];
      const stdout = await new Promise<string>((resolve) => {
        execFile("pulumi", line, { env }, (_, out) => resolve(out));
      });
      match(stdout, words);
      ok(await isKept());
    }
  });

  it("leaves the stack of a first run that failed to the inventory that began it", async () => {
    const open =
      '[{ Sid: Open, Effect: Allow, Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*" }]';
    const failing = (id: string) =>
      inventory(`id: ${id}`, `open: { account: account-c, extraPolicyStatements: ${open} }`);
    const [failed, reason] = await said(["up", "--yes"], failing("lz-first"));
    strictEqual(failed, 1);
    match(reason, /failed {2}account-c\.secrets: open-policy/);
    const [code, words] = await said(["up", "--yes"], failing("lz-second"));
    strictEqual(code, 2, words);
    match(words, /account-c\.secrets belongs to the inventory with the id lz-first/);
  });

  it("hands a stack over where its name is confirmed, and lets it go once it is destroyed", async () => {
    const kept = inventory("id: lz-second", "orders: { account: account-b, key: orders }");
    writeInventory(sandbox.data, kept);
    const environment = { ...sandbox.environment, EKS_POD_SECRETS_TAKE_OVER: STACK };
    const shown = await sandbox.command(["preview"], { environment });
    match(shown.stdout, /create eks-pod-secrets:stacks:Inventory lz-second/);
    const [code, words] = await said(["up", "--yes", "--take-over", STACK], kept);
    strictEqual(code, 0, words);
    ok(await isKept());
    match((await said(["up", "--yes"], FIRST))[1], /belongs to the inventory with .* lz-second/);
    strictEqual((await said(["destroy", "--yes"], kept))[0], 0);
    strictEqual((await said(["preview"], FIRST))[0], 0);
  });
});
