import { match, strictEqual } from "node:assert";
import { roleClients } from "../../../sandbox/secrets-support";
import { A, withSandbox } from "../../../sandbox/support";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { keptSecret, runInProject } from "../fake-project";

const inventory = (own: string) => `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 } }
secrets: { own: { account: a${own} } }
`;

describe("a key that nothing of the inventory names any more", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox({ each: true });
  let arn: string;

  beforeEach(async () => {
    arn = await makeKey();
  });

  async function makeKey(): Promise<string> {
    const { KeyMetadata } = await sandbox.clients(A).kms.createKey({});
    return KeyMetadata?.Arn ?? "";
  }

  const create = (Name: string) =>
    sandbox.clients(A).secretsManager.createSecret({ Name, KmsKeyId: arn, SecretString: "x" });

  /** The secret own, as the stack has it. Empty if the account does not have the secret. */
  async function heldSecret(): Promise<KeptResource[]> {
    const { secretsManager } = sandbox.clients(A);
    const { SecretList = [] } = await secretsManager.listSecrets({});
    return SecretList.flatMap(({ ARN = "", Name }) =>
      Name === "own" ? keptSecret(Name, ARN) : [],
    );
  }

  /** What `up` says, and which keys it removes. */
  async function up(text = inventory("")) {
    const key: KeptResource = {
      ...{ urn: "urn:pulumi:a.secrets::p::t$aws:kms/key:Key::pods-us-east-1-key" },
      ...{ type: "aws:kms/key:Key", outputs: { arn } },
    };
    const type = "pulumi:pulumi:Stack";
    const encrypts = { "a/us-east-1/pods": { secrets: [], others: [] } };
    const stack = { urn: `urn:pulumi:a.secrets::p::${type}::it`, type, outputs: { encrypts } };
    const holds = [stack, key, ...(await heldSecret())];
    const stacks = { "a.secrets": { resources: 5, holds } };
    const ended = await runInProject(sandbox, A, ["up", "--yes"], { inventory: text, stacks });
    strictEqual(ended.code, 0, ended.stderr);
    return { said: ended.stderr, lets: ended.stacks["a.secrets"]?.last?.confirmed };
  }

  it("stays in the run that gives its secret another key, and goes in a later one", async () => {
    await create("own");
    const { secretsManager } = sandbox.clients(A);
    const other = await makeKey();
    const first = await up(inventory(", key: others"));
    match(
      first.said,
      /key a\/us-east-1\/pods stays, .*: secret own is to get another key; a later up deletes/,
    );
    strictEqual(first.lets, "");
    await secretsManager.updateSecret({ SecretId: "own", KmsKeyId: other });
    const later = await up(inventory(", key: others"));
    match(later.said, /key a\/us-east-1\/pods will be deleted: account \d+ has nothing under it/);
    strictEqual(later.lets, "a/us-east-1/pods");
  });

  it("stays without a word of another key, where its secret is to have none", async () => {
    await create("own");
    match((await up()).said, /key a\/us-east-1\/pods stays, .*: secret own is encrypted with it\n/);
  });

  it("stays where its secret got another key, and a version did not", async () => {
    await create("own");
    const other = await makeKey();
    const { secretsManager } = await roleClients(sandbox, "updater", [
      { Action: "secretsmanager:UpdateSecret", Resource: "*" },
      { Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" },
    ]);
    await secretsManager.updateSecret({ SecretId: "own", KmsKeyId: other });
    const { lets, said } = await up(inventory(", key: others"));
    match(
      said,
      /key a\/us-east-1\/pods stays, .*: secret own has another key now, but a version of it may/,
    );
    strictEqual(lets, "");
  });

  it("stays where a version without labels is under it", async () => {
    await create("own");
    const { secretsManager } = sandbox.clients(A);
    for (const SecretString of ["y", "z"]) {
      await secretsManager.putSecretValue({ SecretId: "own", SecretString });
    }
    const KmsKeyId = await makeKey();
    await secretsManager.updateSecret({ SecretId: "own", KmsKeyId });
    strictEqual((await up(inventory(", key: others"))).lets, "");
  });

  it("stays where a secret of others, also a deleted one, is under it", async () => {
    await create("theirs");
    match(
      (await up()).said,
      /key a\/us-east-1\/pods stays, .*: secret theirs is encrypted with it\n/,
    );
    await sandbox.clients(A).secretsManager.deleteSecret({ SecretId: "theirs" });
    const { lets, said } = await up();
    match(said, /: secret theirs is encrypted with it, and can be restored\n/);
    strictEqual(lets, "");
  });

  it("stays where a parameter is under it", async () => {
    const flags = { Name: "/flags", Value: "on", Type: "SecureString" as const, KeyId: arn };
    await sandbox.clients(A).ssm.putParameter(flags);
    const { lets, said } = await up();
    match(said, /: parameter \/flags is encrypted with it\n/);
    strictEqual(lets, "");
  });
});

describe("a secret that a run deletes", function () {
  const inventory = (secrets: string) =>
    `id: lz-tests\naccounts: { a: { id: "${A}", region: us-east-1 } }\nsecrets: { ${secrets} }\n`;
  const NEITHER = inventory("other: { account: a }");

  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();
  let arns: Record<string, string>;

  before(async () => {
    const { secretsManager } = sandbox.clients(A);
    const create = async (Name: string, SecretString?: string) =>
      (await secretsManager.createSecret({ Name, SecretString })).ARN ?? "";
    arns = {
      full: await create("full", "swordfish"),
      empty: await create("empty"),
      gone: await create("gone", "swordfish"),
    };
    await secretsManager.deleteSecret({ SecretId: "gone" });
  });

  /** Runs a verb while the stack has some of the secrets. */
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
