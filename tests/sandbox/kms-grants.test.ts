import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { CreateGrantCommandInput, KMS } from "@aws-sdk/client-kms";

import { administration, makeKey, policy, roleClients } from "./secrets-support";
import { A, B, withSandbox } from "./support";

const roleOf = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const CONTEXT = { SecretARN: "one" };

describe("sandbox KMS grants", () => {
  const { sandbox } = withSandbox({ each: true });
  let owner: KMS;
  let key: string;
  let grantee: KMS;
  let ciphertext: Uint8Array | undefined;
  beforeEach(async () => {
    owner = sandbox.clients(B).kms;
    key = await makeKey(sandbox);
    ({ kms: grantee } = await roleClients(sandbox, "grantee", []));
    const { CiphertextBlob } = await owner.encrypt({
      KeyId: key,
      Plaintext: Buffer.from("x"),
      EncryptionContext: CONTEXT,
    });
    ciphertext = CiphertextBlob;
  });

  const grant = (more: Partial<CreateGrantCommandInput> = {}, by = owner) =>
    by.createGrant({
      KeyId: key,
      GranteePrincipal: roleOf(A, "grantee"),
      Operations: ["Decrypt"],
      ...more,
    });
  const decrypt = async (by = grantee, EncryptionContext: Record<string, string> = CONTEXT) => {
    const command = { CiphertextBlob: ciphertext, EncryptionContext };
    return Buffer.from((await by.decrypt(command)).Plaintext ?? []).toString();
  };
  const denied = { name: "AccessDeniedException" };

  it("let their grantee of another account decrypt without any policy, until they are revoked", async () => {
    await rejects(decrypt(), denied);
    const { GrantId } = await grant();
    strictEqual(await decrypt(), "x");
    await rejects(grantee.describeKey({ KeyId: key }), denied);
    await owner.revokeGrant({ KeyId: key, GrantId });
    await rejects(decrypt(), denied);
  });

  it("hold within their encryption context", async () => {
    await grant({ Constraints: { EncryptionContextEquals: { SecretARN: "two" } } });
    await rejects(decrypt(), denied);
    await grant({ Constraints: { EncryptionContextSubset: CONTEXT } });
    strictEqual(await decrypt(), "x");
    await rejects(decrypt(grantee, {}), denied);
  });

  it("do not stand against a Deny of the key's policy", async () => {
    await grant();
    const deny = { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" };
    const Policy = policy(administration(), deny);
    await owner.putKeyPolicy({ KeyId: key, Policy });
    await rejects(decrypt(), { ...denied, message: /explicit deny/ });
  });

  it("are listed as they were made", async () => {
    const Constraints = { EncryptionContextSubset: CONTEXT };
    const { GrantId } = await grant({
      ...{ Constraints, Name: "reading", RetiringPrincipal: roleOf(A, "grantee") },
    });
    const { Grants = [] } = await owner.listGrants({ KeyId: key });
    const [{ CreationDate: _, ...only } = {}] = Grants;
    deepStrictEqual(
      [Grants.length, only],
      [
        1,
        {
          KeyId: key,
          GrantId,
          Name: "reading",
          IssuingAccount: `arn:aws:iam::${B}:root`,
          Operations: ["Decrypt"],
          Constraints,
          GranteePrincipal: roleOf(A, "grantee"),
          RetiringPrincipal: roleOf(A, "grantee"),
        },
      ],
    );
    const RetiringPrincipal = roleOf(A, "grantee");
    const retirable = await owner.listRetirableGrants({ RetiringPrincipal });
    deepStrictEqual(
      retirable.Grants?.map((one) => one.GrantId),
      [GrantId],
    );
    await rejects(grantee.listGrants({ KeyId: key }), denied);
  });

  it("are made once where a call with a name is repeated", async () => {
    const [first, second] = [await grant({ Name: "a" }), await grant({ Name: "a" })];
    strictEqual(first.GrantId, second.GrantId);
    const { GrantId } = await grant();
    strictEqual(GrantId === first.GrantId, false);
  });

  it("are retired by whom they name, by token, and by nobody else", async () => {
    const { kms: other } = await roleClients(sandbox, "other", []);
    const { GrantToken } = await grant({ RetiringPrincipal: roleOf(A, "grantee") });
    await rejects(other.retireGrant({ GrantToken }), denied);
    await grantee.retireGrant({ GrantToken });
    await rejects(decrypt(), denied);
  });

  it("let their grantee give away what they give, and no more", async () => {
    const { kms: other } = await roleClients(sandbox, "other", []);
    await grant({
      Operations: ["CreateGrant", "Decrypt"],
      Constraints: { EncryptionContextSubset: CONTEXT },
    });
    const further: Partial<CreateGrantCommandInput> = { GranteePrincipal: roleOf(A, "other") };
    await rejects(grant(further, grantee), denied);
    const Constraints = { EncryptionContextSubset: CONTEXT };
    await rejects(grant({ ...further, Constraints, Operations: ["Encrypt"] }, grantee), denied);
    await grant({ ...further, Constraints }, grantee);
    strictEqual(await decrypt(other), "x");
  });

  it("rejects grantees that are not there, operations that grants do not have, and grants to services without a source", async () => {
    await rejects(grant({ GranteePrincipal: roleOf(A, "nobody") }), {
      name: "InvalidArnException",
    });
    await rejects(grant({ Operations: ["Sign"] }), { name: "ValidationException" });
    await rejects(
      grant({ GranteePrincipal: undefined, GranteeServicePrincipal: "backup.amazonaws.com" }),
      { name: "ValidationException" },
    );
    await rejects(owner.revokeGrant({ KeyId: key, GrantId: "none" }), {
      name: "InvalidGrantIdException",
    });
  });
});
