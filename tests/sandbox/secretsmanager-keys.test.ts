import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";

import { makeKey, makeSecret, roleClients } from "./secrets-support";
import { B, withSandbox } from "./support";

const SECRET = "a value that must not be seen 9e2b";

describe("sandbox Secrets Manager keys", () => {
  const { sandbox, kms } = withSandbox({ account: B, each: true });

  const owner = () => sandbox.clients(B).secretsManager;
  const keysOfVersions = async () => {
    const asked = { SecretId: "s", IncludeDeprecated: true };
    const { Versions = [] } = await owner().listSecretVersionIds(asked);
    return Versions.map(({ KmsKeyIds = [] }) => KmsKeyIds);
  };
  const get = () => owner().getSecretValue({ SecretId: "s" });

  it("updates description and key, and encrypts the value under the new key as well", async () => {
    const key = await makeKey(sandbox);
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET });
    await owner().updateSecret({ SecretId: "s", KmsKeyId: key, Description: "changed" });
    const described = await owner().describeSecret({ SecretId: "s" });
    deepStrictEqual([described.KmsKeyId, described.Description], [key, "changed"]);
    deepStrictEqual(await keysOfVersions(), [[key, "DefaultEncryptionKey"]]);
    strictEqual((await get()).SecretString, SECRET);
    await owner().putSecretValue({ SecretId: "s", SecretString: SECRET });
    deepStrictEqual((await keysOfVersions()).sort(), [[key], [key, "DefaultEncryptionKey"]].sort());
    await kms.disableKey({ KeyId: key });
    await rejects(get(), { name: "DecryptionFailure" });
    await rejects(owner().putSecretValue({ SecretId: "s", SecretString: "b" }), {
      name: "EncryptionFailure",
    });
  });

  it("lets whoever may use the former key alone read what was encrypted with it, and no later value", async () => {
    const [before, after] = [await makeKey(sandbox), await makeKey(sandbox)];
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET, KmsKeyId: before });
    const { secretsManager } = await roleClients(
      sandbox,
      "former",
      [
        { Action: "secretsmanager:GetSecretValue", Resource: "*" },
        { Action: "kms:Decrypt", Resource: before },
      ],
      B,
    );
    const read = (version?: string) =>
      secretsManager.getSecretValue({ SecretId: "s", ...(version && { VersionId: version }) });
    await owner().updateSecret({ SecretId: "s", KmsKeyId: after });
    const { SecretString, VersionId = "" } = await read();
    strictEqual(SecretString, SECRET);
    await owner().putSecretValue({ SecretId: "s", SecretString: "later" });
    await rejects(read(), { name: "AccessDeniedException" });
    strictEqual((await read(VersionId)).SecretString, SECRET);
  });

  it("gives another key, and leaves versions under the old one, where that is disabled", async () => {
    const [before, after] = [await makeKey(sandbox), await makeKey(sandbox)];
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET, KmsKeyId: before });
    await kms.disableKey({ KeyId: before });
    await owner().updateSecret({ SecretId: "s", KmsKeyId: after });
    const { KmsKeyId } = await owner().describeSecret({ SecretId: "s" });
    deepStrictEqual([KmsKeyId, await keysOfVersions()], [after, [[before]]]);
    await rejects(get(), { name: "DecryptionFailure" });
  });

  for (const [lacking, actions] of [
    ["kms:Encrypt on the new key", ["kms:Decrypt", "kms:GenerateDataKey"]],
    ["kms:Decrypt on the old key", ["kms:Encrypt", "kms:GenerateDataKey"]],
  ] as const) {
    it(`gives another key, and leaves versions under the old one, without ${lacking}`, async () => {
      const [before, after] = [await makeKey(sandbox), await makeKey(sandbox)];
      await makeSecret(sandbox, { Name: "s", SecretString: SECRET, KmsKeyId: before });
      const { secretsManager } = await roleClients(
        sandbox,
        "updater",
        [
          { Action: "secretsmanager:UpdateSecret", Resource: "*" },
          { Action: actions, Resource: "*" },
          { Action: "kms:Decrypt", Resource: after },
        ],
        B,
      );
      await secretsManager.updateSecret({ SecretId: "s", KmsKeyId: after });
      const { KmsKeyId } = await owner().describeSecret({ SecretId: "s" });
      deepStrictEqual([KmsKeyId, await keysOfVersions()], [after, [[before]]]);
      strictEqual((await get()).SecretString, SECRET);
      await kms.disableKey({ KeyId: before });
      await rejects(get(), { name: "DecryptionFailure" });
    });
  }
});
