import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";

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

  it("rejects another account that only its own policies allow", async () => {
    const key = await makeKey(sandbox);
    const { kms } = await roleClients(sandbox, "anything", [{ Action: "kms:*", Resource: "*" }]);
    await rejects(kms.describeKey({ KeyId: key }), { name: "AccessDeniedException" });
  });
});
