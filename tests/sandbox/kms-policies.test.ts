import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { CreateGrantCommandInput, KMS } from "@aws-sdk/client-kms";
import { administration, makeKey, policy, roleClients, rootOf } from "./secrets-support";
import { A, B, withSandbox } from "./support";

describe("sandbox KMS key policies", () => {
  const { sandbox, iam } = withSandbox({ each: true });

  const owner = () => sandbox.clients(B).kms;
  const put = (KeyId: string, Policy: string, more = {}) =>
    owner().putKeyPolicy({ KeyId, Policy, ...more });
  const shown = async (KeyId: string) => (await owner().getKeyPolicy({ KeyId })).Policy ?? "";
  const malformed = (message: RegExp) => ({ name: "MalformedPolicyDocumentException", message });

  it("leaves a key made without a policy to its account's identity policies", async () => {
    const key = await makeKey(sandbox);
    deepStrictEqual(JSON.parse(await shown(key)).Statement, [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: rootOf(B),
        Action: "kms:*",
        Resource: "*",
      },
    ]);
    const { PolicyNames } = await owner().listKeyPolicies({ KeyId: key });
    deepStrictEqual(PolicyNames, ["default"]);
  });

  it("answers a policy as it was put", async () => {
    const key = await makeKey(sandbox);
    const text = policy(administration(), {
      Principal: rootOf(A),
      Action: "kms:Decrypt",
      Resource: "*",
    });
    await put(key, text);
    strictEqual(await shown(key), text);
  });

  it("rejects a policy by which the caller could not change it again", async () => {
    const reading = policy({ Principal: rootOf(B), Action: "kms:DescribeKey", Resource: "*" });
    const lockOut = malformed(/will not allow you to update the key policy in the future/);
    await rejects(owner().createKey({ Policy: reading }), lockOut);
    const key = await makeKey(sandbox);
    await rejects(put(key, reading), lockOut);
    await put(key, reading, { BypassPolicyLockoutSafetyCheck: true });
    await rejects(put(key, policy(administration())), { name: "AccessDeniedException" });
  });

  it("rejects a policy outside the grammar, naming the place", async () => {
    const key = await makeKey(sandbox);
    await rejects(put(key, "{"), malformed(/is not JSON/));
    const unknown = policy(administration(), { ...administration(A), Sid: "Two", Sometimes: {} });
    await rejects(put(key, unknown), malformed(/statement.*Sometimes/));
  });

  it("rejects a policy above 32,768 characters", async () => {
    const key = await makeKey(sandbox);
    const pad = (length: number) => {
      const bare = policy({ ...administration(), Sid: "" });
      return policy({ ...administration(), Sid: "x".repeat(length - bare.length) });
    };
    await put(key, pad(32_768));
    await rejects(put(key, pad(32_769)), { name: "LimitExceededException" });
  });

  it("rejects a policy that names a role that does not exist", async () => {
    const key = await makeKey(sandbox);
    const text = policy(administration(), {
      Principal: { AWS: `arn:aws:iam::${A}:role/nobody` },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    await rejects(put(key, text), malformed(/one or more invalid principals/));
  });

  it("shows a deleted role by its unique id, also where one of that name exists again", async () => {
    const trust = policy({ Principal: rootOf(A), Action: "sts:AssumeRole" });
    const create = () => iam.createRole({ RoleName: "reader", AssumeRolePolicyDocument: trust });
    const { Role } = await create();
    const key = await makeKey(sandbox);
    const text = policy(administration(), {
      Principal: { AWS: Role?.Arn },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    await put(key, text);
    deepStrictEqual(JSON.parse(await shown(key)), JSON.parse(text));
    await iam.deleteRole({ RoleName: "reader" });
    match(await shown(key), new RegExp(Role?.RoleId ?? "none"));
    await create();
    match(await shown(key), new RegExp(Role?.RoleId ?? "none"));
  });

  it("rejects another account, whatever its own policies and the key's allow, where KMS offers it none", async () => {
    const key = await makeKey(
      sandbox,
      B,
      policy(administration(), { Principal: rootOf(A), Action: "kms:*", Resource: "*" }),
    );
    const all = [{ Action: "kms:*", Resource: "*" }];
    const { kms } = await roleClients(sandbox, "anything", all);
    ok(await kms.describeKey({ KeyId: key }));
    await rejects(kms.getKeyPolicy({ KeyId: key }), {
      name: "AccessDeniedException",
      message: /not available across accounts/,
    });
  });
});

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
