import { deepStrictEqual, notDeepStrictEqual, rejects, strictEqual } from "node:assert/strict";

import { makeKey, roleClients } from "./secrets-support";
import { B, type Clients, withSandbox } from "./support";

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
