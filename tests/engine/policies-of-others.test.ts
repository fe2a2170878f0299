import { match, notStrictEqual, ok, strictEqual } from "node:assert";
import type { KMS } from "@aws-sdk/client-kms";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { suiteEngine, writeInventory } from "./harness";

const READER = "arn:aws:iam::333333333333:root";

/** The inventory of one team, with an existing secret and key. Each team has another name for the account. */
const inventory = (id: string, account: string, arns: Objects, more = "") => `
id: ${id}
accounts:
  ${account}: { id: "222222222222", region: us-east-1, profile: owner }
secrets:
  orders: { account: ${account}, existing: true, arn: "${arns.secret}", key: "${arns.key}", extraPolicyStatements: [${statement(id)}]${more} }
`;

const statement = (id: string) =>
  `{ Sid: Of-${id}, Effect: Deny, Principal: { AWS: "${READER}" }, Action: "secretsmanager:GetSecretValue", Resource: "*" }`.replace(
    "Of-lz-",
    "Of",
  );

interface Objects {
  secret: string;
  key: string;
}

describe("two inventories with one secret and one key that exist", () => {
  const sandbox = suiteEngine(
    'id: lz-tests\naccounts: { owner: { id: "222222222222", region: us-east-1 } }\nsecrets: { own: { account: owner } }\n',
  );
  let arns: Objects;
  let first: string;
  let second: string;
  let kms: KMS;
  let manager: SecretsManager;

  before(async () => {
    ({ kms, secretsManager: manager } = await sandbox.aws("owner"));
    const { KeyMetadata } = await kms.createKey({});
    const KmsKeyId = KeyMetadata?.Arn ?? "";
    const { ARN = "" } = await manager.createSecret({ Name: "orders", KmsKeyId });
    arns = { secret: ARN, key: KmsKeyId };
    first = inventory("lz-first", "team-a", arns);
    second = inventory("lz-second", "team-b", arns);
  });

  async function secretPolicy(): Promise<string> {
    return (await manager.getResourcePolicy({ SecretId: "orders" })).ResourcePolicy ?? "";
  }

  async function keyPolicy(): Promise<string> {
    return (await kms.getKeyPolicy({ KeyId: arns.key, PolicyName: "default" })).Policy ?? "";
  }

  async function said(args: string[], text: string): Promise<[number | null, string]> {
    writeInventory(sandbox.data, text);
    const { code, stderr, stdout } = await sandbox.command(args);
    return [code, stderr + stdout];
  }

  it("lets the first take what nobody has given a policy, and deploy again", async () => {
    for (const _ of ["first", "again"]) {
      const [code, words] = await said(["up", "--yes"], first);
      strictEqual(code, 0, words);
    }
    match(await secretPolicy(), /Offirst/);
  });

  it("rejects that the second replaces the first's policies, and names what it would replace", async () => {
    const before = await keyPolicy();
    const [code, words] = await said(["up", "--yes"], second);
    strictEqual(code, 2, words);
    match(words, /secret orders \(arn:.*\) .* would replace it or delete it; .*--take-over orders/);
    match(await secretPolicy(), /Offirst/);
    strictEqual(await keyPolicy(), before);
  });

  it("lets it where both are named, and tells the first, who may take them back", async () => {
    const both = ["--take-over", "orders", arns.key];
    const [code, words] = await said(["up", "--yes", ...both], second);
    strictEqual(code, 0, words);
    match(await secretPolicy(), /Ofsecond/);

    writeInventory(sandbox.data, first);
    const [replaced] = (await sandbox.ask("status")).answer.replacedPolicies;
    strictEqual(replaced?.name, "orders");
    match(replaced?.says ?? "", /lacks Offirst and adds Ofsecond/);
    const [asked] = (await sandbox.ask("preview")).answer.confirmations;
    match(asked?.says ?? "", /lacks Offirst/);

    const [refused, reason] = await said(["up", "--yes"], first);
    strictEqual(refused, 2, reason);
    match(reason, /somebody else has replaced .* stack team-a\.secrets deployed for secret orders/);
    await said(["refresh", "--yes"], first);
    strictEqual((await said(["up", "--yes"], first))[0], 2);
    match(await secretPolicy(), /Ofsecond/);
    strictEqual((await said(["destroy", "--yes"], first))[0], 2);
    match(await secretPolicy(), /Ofsecond/);

    const [back, text] = await said(["up", "--yes", "--take-over", "orders"], first);
    strictEqual(back, 0, text);
    match(await secretPolicy(), /Offirst/);
  });

  it("takes away with destroy only what is still its own", async () => {
    const [code, words] = await said(["destroy", "--yes"], second);
    strictEqual(code, 2, words);
    notStrictEqual(await secretPolicy(), "");
    const [done, text] = await said(["destroy", "--yes"], first);
    strictEqual(done, 0, text);
    ok(!(await secretPolicy()).includes("Offirst"));
  });
});
