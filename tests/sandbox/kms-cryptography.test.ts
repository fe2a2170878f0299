import { deepStrictEqual, notDeepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeKey, roleClients } from "./secrets-support";
import { B, type Clients, REGION, startSandbox, withSandbox } from "./support";

const MESSAGE = "a message that nobody else reads";
const EncryptionContext = { purpose: "tests", unit: "kms" };

describe("sandbox KMS cryptography", () => {
  const { sandbox, kms } = withSandbox({ each: true });

  const owner = (region = REGION) => sandbox.clients(B, region).kms;
  async function encrypted(KeyId: string, region = REGION): Promise<Uint8Array> {
    const { CiphertextBlob = new Uint8Array() } = await owner(region).encrypt({
      KeyId,
      Plaintext: Buffer.from(MESSAGE),
      EncryptionContext,
    });
    return CiphertextBlob;
  }
  async function decrypted(CiphertextBlob: Uint8Array, more = {}, region = REGION) {
    const { Plaintext } = await owner(region).decrypt({
      CiphertextBlob,
      EncryptionContext,
      ...more,
    });
    return Buffer.from(Plaintext ?? "").toString();
  }
  const invalid = { name: "InvalidCiphertextException" };

  it("decrypts what it encrypted, in the same context whatever its order", async () => {
    const blob = await encrypted(await makeKey(sandbox));
    strictEqual(await decrypted(blob), MESSAGE);
    strictEqual(
      await decrypted(blob, { EncryptionContext: { unit: "kms", purpose: "tests" } }),
      MESSAGE,
    );
  });

  it("hides the message, and never encrypts it alike twice", async () => {
    const key = await makeKey(sandbox);
    const [one, two] = [await encrypted(key), await encrypted(key)];
    strictEqual(Buffer.from(one).includes(MESSAGE), false);
    notDeepStrictEqual(one, two);
  });

  for (const [what, EncryptionContext] of [
    ["another value", { purpose: "tests", unit: "ssm" }],
    ["another name", { purpose: "tests", Unit: "kms" }],
    ["a pair missing", { purpose: "tests" }],
    ["a pair too many", { purpose: "tests", unit: "kms", more: "" }],
    ["none", {}],
  ] as const) {
    it(`rejects a ciphertext in an encryption context with ${what}`, async () => {
      const blob = await encrypted(await makeKey(sandbox));
      await rejects(decrypted(blob, { EncryptionContext }), invalid);
    });
  }

  it("rejects a ciphertext of which a bit was changed, and what is no ciphertext", async () => {
    const blob = await encrypted(await makeKey(sandbox));
    const changed = Uint8Array.from(blob);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await rejects(decrypted(changed), invalid);
    await rejects(decrypted(blob.slice(0, 60)), invalid);
    await rejects(decrypted(Buffer.from("nothing of ours")), invalid);
  });

  it("rejects a ciphertext whose header was moved to another key", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const blob = Buffer.from(await encrypted(first));
    const moved = blob.toString("latin1").replace(first.slice(-36), second.slice(-36));
    await rejects(decrypted(Buffer.from(moved, "latin1")), invalid);
  });

  it("rejects a key id that names another key than the one that encrypted", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const blob = await encrypted(first);
    strictEqual(await decrypted(blob, { KeyId: first }), MESSAGE);
    await rejects(decrypted(blob, { KeyId: second }), { name: "IncorrectKeyException" });
  });

  it("rejects the use of a key that is disabled or pending deletion", async () => {
    const KeyId = await makeKey(sandbox);
    const blob = await encrypted(KeyId);
    await owner().disableKey({ KeyId });
    await rejects(decrypted(blob), { name: "DisabledException" });
    await rejects(encrypted(KeyId), { name: "DisabledException" });
    await owner().scheduleKeyDeletion({ KeyId });
    await rejects(decrypted(blob), { name: "KMSInvalidStateException" });
    await owner().cancelKeyDeletion({ KeyId });
    await owner().enableKey({ KeyId });
    strictEqual(await decrypted(blob), MESSAGE);
  });

  it("generates data keys and opens them again", async () => {
    const KeyId = await makeKey(sandbox);
    const made = await owner().generateDataKey({ KeyId, KeySpec: "AES_256", EncryptionContext });
    strictEqual(made.Plaintext?.length, 32);
    const { CiphertextBlob } = made;
    const opened = await owner().decrypt({ CiphertextBlob, EncryptionContext });
    deepStrictEqual(opened.Plaintext, made.Plaintext);
    const bare = await owner().generateDataKeyWithoutPlaintext({ KeyId, NumberOfBytes: 64 });
    strictEqual("Plaintext" in bare, false);
  });

  it("encrypts again under another key and context", async () => {
    const [first, second] = [await makeKey(sandbox), await makeKey(sandbox)];
    const { CiphertextBlob, KeyId } = await owner().reEncrypt({
      CiphertextBlob: await encrypted(first),
      SourceEncryptionContext: EncryptionContext,
      DestinationKeyId: second,
      DestinationEncryptionContext: { moved: "yes" },
    });
    strictEqual(KeyId, second);
    const blob = CiphertextBlob ?? new Uint8Array();
    strictEqual(await decrypted(blob, { EncryptionContext: { moved: "yes" } }), MESSAGE);
  });

  it("still opens, after a rotation, what the older material encrypted", async () => {
    const KeyId = await makeKey(sandbox);
    const before = await encrypted(KeyId);
    await owner().rotateKeyOnDemand({ KeyId });
    strictEqual(await decrypted(before), MESSAGE);
    strictEqual(await decrypted(await encrypted(KeyId)), MESSAGE);
  });

  it("opens a multi-Region key's ciphertext in each of its Regions, another key's in its own alone", async () => {
    const { KeyMetadata } = await owner().createKey({ MultiRegion: true });
    const KeyId = KeyMetadata?.Arn ?? "";
    await owner().replicateKey({ KeyId, ReplicaRegion: "eu-west-1" });
    strictEqual(await decrypted(await encrypted(KeyId), {}, "eu-west-1"), MESSAGE);
    const single = await encrypted(await makeKey(sandbox));
    await rejects(decrypted(single, {}, "eu-west-1"), { name: "AccessDeniedException" });
  });

  it("rejects another account's administrator, and does not say whether the key exists", async () => {
    const CiphertextBlob = await encrypted(await makeKey(sandbox));
    await rejects(kms.decrypt({ CiphertextBlob, EncryptionContext }), {
      name: "AccessDeniedException",
    });
  });

  it("opens after a restart what was encrypted before", async () => {
    const blob = await encrypted(await makeKey(sandbox));
    await sandbox.restart();
    strictEqual(await decrypted(blob), MESSAGE);
  });

  it("refuses to start without the root key that wraps the stored ones", async () => {
    await makeKey(sandbox);
    const file = join(sandbox.directory, "kms-root-key");
    const key = readFileSync(file);
    strictEqual(statSync(file).mode & 0o777, 0o600);
    for (const name of readdirSync(sandbox.directory)) {
      if (name === "kms-root-key") continue;
      strictEqual(readFileSync(join(sandbox.directory, name)).includes(key), false, name);
    }
    rmSync(file);
    await rejects(sandbox.restart(), /kms-root-key must hold the 32 bytes/);
    rmSync(sandbox.directory, { recursive: true });
    Object.assign(sandbox, await startSandbox());
  });
});

const Plaintext = Buffer.from("text");
const TRIED = { name: "DryRunOperationException" };

describe("sandbox KMS, of which users once missed", () => {
  const { sandbox } = withSandbox();
  let owner: Clients;
  let KeyId: string;
  before(async () => {
    owner = sandbox.clients(B);
    KeyId = await makeKey(sandbox);
  });

  it("dry runs, which say what would be and leave nothing", async () => {
    const { CiphertextBlob } = await owner.kms.encrypt({ KeyId, Plaintext });
    const DryRun = true;
    await rejects(owner.kms.encrypt({ KeyId, Plaintext, DryRun }), TRIED);
    await rejects(owner.kms.decrypt({ CiphertextBlob, DryRun }), TRIED);
    const dataKey = { KeyId, KeySpec: "AES_256" as const, DryRun };
    await rejects(owner.kms.generateDataKey(dataKey), TRIED);
    const grant = {
      KeyId,
      GranteePrincipal: `arn:aws:iam::${B}:user/administrator`,
      Operations: ["Decrypt" as const],
      DryRun,
    };
    await rejects(owner.kms.createGrant(grant), TRIED);
    deepStrictEqual((await owner.kms.listGrants({ KeyId })).Grants, []);
    await owner.kms.encrypt({ KeyId, Plaintext, DryRun: false });
    const nobody = await roleClients(sandbox, "nobody", [], B);
    const asked = { KeyId, Plaintext, DryRun };
    await rejects(nobody.kms.encrypt(asked), { name: "AccessDeniedException" });
  });

  it("random bytes, for whoever may have them", async () => {
    const random = async (NumberOfBytes?: number, { kms } = owner) =>
      (await kms.generateRandom({ NumberOfBytes })).Plaintext;
    strictEqual((await random(16))?.length, 16);
    notDeepStrictEqual(await random(16), await random(16));
    for (const wrong of [undefined, 0, 1025]) {
      await rejects(random(wrong), { name: "ValidationException" });
    }
    const nobody = await roleClients(sandbox, "nobody2", [], B);
    await rejects(random(16, nobody), { name: "AccessDeniedException" });
  });

  it("the list of a key's rotations", async () => {
    const list = async () => (await owner.kms.listKeyRotations({ KeyId })).Rotations;
    deepStrictEqual(await list(), []);
    await owner.kms.rotateKeyOnDemand({ KeyId });
    const [rotation, ...others] = (await list()) ?? [];
    deepStrictEqual([rotation?.RotationType, others], ["ON_DEMAND", []]);
  });
});
