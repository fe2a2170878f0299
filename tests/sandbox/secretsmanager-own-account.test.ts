import { rejects, strictEqual } from "node:assert/strict";

import { makeKey, makeSecret, roleClients } from "./secrets-support";
import { A, B, type Clients, REGION, withSandbox } from "./support";

const VALUE = '{"user":"user1","password":"passwd1"}';
const READS = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];

describe("sandbox Secrets Manager access within one account", () => {
  const { sandbox, kms } = withSandbox({ each: true });

  const get = ({ secretsManager }: Clients, SecretId: string) =>
    secretsManager.getSecretValue({ SecretId });

  it("reads under the AWS managed key with no right on the key of one's own", async () => {
    const secret = await makeSecret(sandbox, { Name: "a", SecretString: VALUE }, { account: A });
    const reader = await roleClients(sandbox, "reader", [{ Action: READS, Resource: secret }]);
    strictEqual((await get(reader, secret)).SecretString, VALUE);
    strictEqual((await get(reader, "a")).SecretString, VALUE);
  });

  it("needs a right on the key where that is the customer's", async () => {
    const KmsKeyId = await makeKey(sandbox, A);
    const secret = await makeSecret(
      sandbox,
      { Name: "a", SecretString: VALUE, KmsKeyId },
      { account: A },
    );
    const allowed = { Action: READS, Resource: secret };
    const keyless = await roleClients(sandbox, "keyless", [allowed]);
    await rejects(get(keyless, secret), { message: "Access to KMS is not allowed" });
    const decrypts = { Action: "kms:Decrypt", Resource: KmsKeyId };
    const reader = await roleClients(sandbox, "reader", [allowed, decrypts]);
    strictEqual((await get(reader, secret)).SecretString, VALUE);
  });

  it("rejects the direct use of the AWS managed key, the administrator's included", async () => {
    await makeSecret(sandbox, { Name: "a", SecretString: VALUE }, { account: A });
    const direct = {
      KeyId: "alias/aws/secretsmanager",
      Plaintext: Buffer.from("x"),
    };
    await rejects(kms.encrypt(direct), { name: "AccessDeniedException" });
  });

  it("does not open a stored version that was moved to another secret", async () => {
    await makeSecret(sandbox, { Name: "from", SecretString: VALUE });
    await makeSecret(sandbox, {
      Name: "to",
      SecretString: "x",
      ClientRequestToken: "1".repeat(32),
    });
    const [stolen] = sandbox.store.list<object>(["secret-version", B, REGION, "from"]);
    const place = ["secret-version", B, REGION, "to", "1".repeat(32)] as const;
    sandbox.store.transaction((writer) => {
      writer.put([...place], { ...stolen?.value, versionId: "1".repeat(32) });
    });
    await rejects(get(sandbox.clients(B), "to"), { name: "DecryptionFailure" });
  });
});
