import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { A, B } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";

const CONTEXT = ["--encryption-context", "purpose=test"];

describe("aws kms", () => {
  const cli = withAwsCli();
  let keyArn: string;
  before(async () => {
    keyArn = (await cli.json(B, "kms", "create-key", "--description", "shared")).KeyMetadata.Arn;
    const alias = ["--alias-name", "alias/shared", "--target-key-id", keyArn];
    await cli.json(B, "kms", "create-alias", ...alias);
  });

  async function encrypt(): Promise<string> {
    writeFileSync(join(cli.directory, "plain"), "text");
    const plaintext = ["--plaintext", "fileb://plain"];
    const key = ["--key-id", "alias/shared"];
    const answer = await cli.json(B, "kms", "encrypt", ...key, ...plaintext, ...CONTEXT);
    const bytes = Buffer.from(answer.CiphertextBlob, "base64");
    writeFileSync(join(cli.directory, "cipher"), bytes);
    strictEqual(bytes.includes("text"), false);
    return "fileb://cipher";
  }

  it("describes a key by its alias, in its account only", async () => {
    const describe = ["kms", "describe-key", "--key-id", "alias/shared"];
    const { KeyMetadata } = await cli.json(B, ...describe);
    strictEqual(KeyMetadata.Arn, keyArn);
    strictEqual(KeyMetadata.KeyState, "Enabled");
    strictEqual(await cli.refused(A, ...describe), "NotFoundException");
  });

  it("decrypts under the encryption context that it encrypted under, and no other", async () => {
    const decrypt = ["kms", "decrypt", "--ciphertext-blob", await encrypt()];
    const { KeyId, Plaintext } = await cli.json(B, ...decrypt, ...CONTEXT);
    strictEqual(KeyId, keyArn);
    strictEqual(Buffer.from(Plaintext, "base64").toString(), "text");
    strictEqual(await cli.refused(B, ...decrypt), "InvalidCiphertextException");
  });

  it("gives another account the key only once the key's policy says so", async () => {
    const decrypt = ["kms", "decrypt", "--ciphertext-blob", await encrypt(), ...CONTEXT];
    strictEqual(await cli.refused(A, ...decrypt), "AccessDeniedException");
    const get = ["kms", "get-key-policy", "--key-id", keyArn, "--policy-name", "default"];
    const policy = JSON.parse((await cli.json(B, ...get)).Policy);
    policy.Statement.push({
      Sid: "Share",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${A}:root` },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    const put = ["kms", "put-key-policy", "--key-id", keyArn, "--policy-name", "default"];
    await cli.json(B, ...put, "--policy", JSON.stringify(policy));
    strictEqual((await cli.json(A, ...decrypt)).KeyId, keyArn);
  });

  it("refuses a key policy that would lock its account out", async () => {
    const put = ["kms", "put-key-policy", "--key-id", keyArn, "--policy-name", "default"];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    strictEqual(
      await cli.refused(B, ...put, "--policy", policy),
      "MalformedPolicyDocumentException",
    );
  });

  it("makes data keys, which differ", async () => {
    const make = ["kms", "generate-data-key", "--key-id", keyArn, "--key-spec", "AES_256"];
    const [one, other] = await Promise.all([cli.json(B, ...make), cli.json(B, ...make)]);
    strictEqual(Buffer.from(one.Plaintext, "base64").length, 32);
    notStrictEqual(one.Plaintext, other.Plaintext);
  });

  it("decrypts nothing with a key that awaits its deletion", async () => {
    const decrypt = ["kms", "decrypt", "--ciphertext-blob", await encrypt(), ...CONTEXT];
    const key = ["--key-id", keyArn];
    const { KeyState } = await cli.json(
      B,
      ...["kms", "schedule-key-deletion", ...key, "--pending-window-in-days", "7"],
    );
    strictEqual(KeyState, "PendingDeletion");
    strictEqual(await cli.refused(B, ...decrypt), "KMSInvalidStateException");
    await cli.json(B, "kms", "cancel-key-deletion", ...key);
    await cli.json(B, "kms", "enable-key", ...key);
    strictEqual((await cli.json(B, ...decrypt)).KeyId, keyArn);
  });

  it("lists keys and aliases of one account", async () => {
    const { Keys } = await cli.json(B, "kms", "list-keys");
    deepStrictEqual(
      Keys.map(({ KeyArn }: { KeyArn: string }) => KeyArn),
      [keyArn],
    );
    deepStrictEqual((await cli.json(A, "kms", "list-keys")).Keys, []);
    const { Aliases } = await cli.json(B, "kms", "list-aliases", "--key-id", keyArn);
    strictEqual(Aliases[0].AliasName, "alias/shared");
  });
});
