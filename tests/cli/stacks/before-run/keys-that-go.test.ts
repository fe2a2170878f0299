import { match, strictEqual } from "node:assert";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, DeleteSecretCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";

import { A, startSandbox, type TestSandbox } from "../../../sandbox/support";
import { type KeptResource, keptSecret, runInProject } from "../fake-project";

const inventory = (own: string) => `
accounts: { a: { id: "${A}", region: us-east-1 } }
secrets: { own: { account: a${own} } }
`;

describe("a key that nothing of the inventory names any more", function () {
  this.timeout(60_000); // each case starts processes
  let sandbox: TestSandbox;
  let arn: string;

  beforeEach(async () => {
    sandbox = await startSandbox();
    const { KeyMetadata } = await sandbox.clients(A).kms.send(new CreateKeyCommand({}));
    arn = KeyMetadata?.Arn ?? "";
  });
  afterEach(() => sandbox.stop());

  const create = (Name: string) =>
    sandbox
      .clients(A)
      .secretsManager.send(new CreateSecretCommand({ Name, KmsKeyId: arn, SecretString: "x" }));

  const OWN = `arn:aws:secretsmanager:us-east-1:${A}:secret:own-AbCdEf`;

  /** What `up` says, and which keys it lets go. */
  async function up(text = inventory("")) {
    const key: KeptResource = {
      ...{ urn: "urn:pulumi:a.secrets::p::t$aws:kms/key:Key::pods-us-east-1-key" },
      ...{ type: "aws:kms/key:Key", outputs: { arn } },
    };
    const stacks = { "a.secrets": { resources: 5, holds: [key, keptSecret("own", OWN)] } };
    const ended = await runInProject(sandbox, A, ["up", "--yes"], { inventory: text, stacks });
    strictEqual(ended.code, 0, ended.stderr);
    return { said: ended.stderr, lets: ended.stacks["a.secrets"]?.last?.confirmed };
  }

  it("goes where the account has nothing under it, and what it has gets another key", async () => {
    await create("own");
    const { lets, said } = await up(inventory(", key: others"));
    strictEqual(lets, "a/us-east-1/pods");
    match(said, /key a\/us-east-1\/pods is deleted: account \d+ has nothing under it/);
  });

  it("stays where a secret of others, also a deleted one, is under it", async () => {
    await create("theirs");
    match(
      (await up()).said,
      /key a\/us-east-1\/pods stays, .*: secret theirs is encrypted with it\n/,
    );
    await sandbox.clients(A).secretsManager.send(new DeleteSecretCommand({ SecretId: "theirs" }));
    const { lets, said } = await up();
    match(said, /: secret theirs is encrypted with it, and can be restored\n/);
    strictEqual(lets, "");
  });

  it("stays where a parameter is under it", async () => {
    const flags = { Name: "/flags", Value: "on", Type: "SecureString" as const, KeyId: arn };
    await sandbox.clients(A).ssm.send(new PutParameterCommand(flags));
    const { lets, said } = await up();
    match(said, /: parameter \/flags is encrypted with it\n/);
    strictEqual(lets, "");
  });
});
