import { match, strictEqual } from "node:assert";
import { CreateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";

import { A, startSandbox, type TestSandbox } from "../../../sandbox/support";
import { keptSecret, runInProject } from "../fake-project";

const inventory = (secrets: string) =>
  `id: lz-tests\naccounts: { a: { id: "${A}", region: us-east-1 } }\nsecrets: { ${secrets} }\n`;
const NEITHER = inventory("other: { account: a }");

describe("a secret that a run deletes", function () {
  this.timeout(60_000); // each case starts processes
  let sandbox: TestSandbox;
  let arns: Record<string, string>;

  before(async () => {
    sandbox = await startSandbox();
    const { secretsManager } = sandbox.clients(A);
    const create = async (Name: string, SecretString?: string) =>
      (await secretsManager.send(new CreateSecretCommand({ Name, SecretString }))).ARN ?? "";
    arns = {
      full: await create("full", "swordfish"),
      empty: await create("empty"),
      gone: await create("gone", "swordfish"),
    };
    await secretsManager.send(new DeleteSecretCommand({ SecretId: "gone" }));
  });
  after(() => sandbox.stop());

  /** What a verb does where the stack holds some of the secrets. */
  function ended(verb: string[], text: string, names: string[], kept = {}) {
    const holds = names.map((name) => keptSecret(name, arns[name] ?? "", kept));
    const stacks = { "a.secrets": { resources: 5, holds } };
    return runInProject(sandbox, A, verb, { inventory: text, stacks });
  }

  it("must be confirmed by its name, whatever --yes says, where it has a value", async () => {
    const { code, stacks, stderr } = await ended(["up", "--yes"], NEITHER, ["full", "empty"]);
    strictEqual(code, 2);
    strictEqual(
      stderr,
      [
        `error: secret full of account ${A} (a) has a value, and the inventory no longer has it`,
        "  to keep the value, write into the entry of the secret that takes its place: renamedFrom: full, and movedFrom: a if that one is of another account or region",
        "  to delete it with its value, which can be restored for 30 days: add --yes-remove full",
        "no stack was run\n",
      ].join("\n"),
    );
    strictEqual(stacks["a.secrets"]?.last, undefined);
    const alone = await ended(["up", "--yes"], NEITHER, ["full"]);
    match(
      alone.stderr,
      /\n {2}to keep the value as secret other, write into secrets\.other: renamedFrom: full\n/,
    );
  });

  it("goes once it is confirmed, and one without a value, or deleted already, as it is", async () => {
    const { code, stacks, stderr } = await ended(["up", "--yes", "--yes-remove", "full"], NEITHER, [
      "full",
      "empty",
      "gone",
    ]);
    strictEqual(code, 0, stderr);
    match(stderr, /secret empty of account \d+ \(a\) has no value, and will be deleted\n/);
    strictEqual(stacks["a.secrets"]?.last?.confirmed, "full,empty,gone");
  });

  it("must be confirmed where the inventory gives it another name or region", async () => {
    for (const [changed, says] of [
      ["name: new", /the inventory gives it name new instead of full, where a new one is made/],
      ["region: eu-west-1", /gives it region eu-west-1 instead of us-east-1/],
    ] as const) {
      const { code, stderr } = await ended(
        ["up", "--yes"],
        inventory(`full: { account: a, ${changed} }`),
        ["full"],
      );
      strictEqual(code, 2);
      match(stderr, says);
    }
  });

  it("must be confirmed where nobody knows whether it has a value", async () => {
    const text = inventory("other: { account: a }").replace(
      "us-east-1 }",
      "us-east-1, profile: nobody }",
    );
    const { code, stderr } = await ended(["up", "--yes"], text, ["full"]);
    strictEqual(code, 2);
    match(
      stderr,
      /secret full of account \d+ \(a\) may have a value \(account \d+ \(a\) cannot be/,
    );
    match(stderr, /those of its profile nobody cannot be used/);
  });

  it("needs no confirmation where it stays", async () => {
    const { code, stacks } = await ended(["up", "--yes"], inventory("full: { account: a }"), [
      "full",
    ]);
    strictEqual(code, 0);
    strictEqual(stacks["a.secrets"]?.last?.confirmed, "");
  });

  it("is named by destroy, which --yes confirms as long as restore can bring it back", async () => {
    const text = inventory("full: { account: a }");
    const named = await ended(["destroy", "--yes"], text, ["full"]);
    strictEqual(named.code, 0, named.stderr);
    match(
      named.stderr,
      /^secret full of account \d+ \(a\) has a value, and its stack is destroyed/,
    );
    const refused = await ended(["destroy", "--yes"], text, ["full"], { recoveryWindowInDays: 0 });
    strictEqual(refused.code, 2);
    match(
      refused.stderr,
      /destroy will delete it with its value, for good at once; .* --yes-remove full/,
    );
  });
});
