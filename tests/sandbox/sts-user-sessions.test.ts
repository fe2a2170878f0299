import { rejects, strictEqual } from "node:assert/strict";

import { roleClients, roleSession } from "./secrets-support";
import { A, B, type Credentials, withSandbox } from "./support";

describe("sandbox STS, for users", () => {
  const { sandbox, sts } = withSandbox();

  async function session(DurationSeconds?: number): Promise<Credentials> {
    const command = { DurationSeconds };
    const { Credentials } = await sandbox.clients(A).sts.getSessionToken(command);
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
  }

  it("make sessions with the user's own rights, but for IAM and most of STS", async () => {
    const { sts, iam, secretsManager } = sandbox.clients(await session());
    const identity = await sts.getCallerIdentity();
    strictEqual(identity.Arn, `arn:aws:iam::${A}:user/administrator`);
    await secretsManager.createSecret({ Name: "s", SecretString: "1" });
    await secretsManager.getSecretValue({ SecretId: "s" });
    const barred = { name: "InvalidClientTokenId" };
    await rejects(iam.listUsers(), barred);
    const info = { AccessKeyId: "A".repeat(20) };
    await rejects(sts.getAccessKeyInfo(info), barred);
    await rejects(sts.getSessionToken(), { name: "AccessDenied" });
  });

  it("let such a session assume a role", async () => {
    const RoleArn = `arn:aws:iam::${A}:role/assumed`;
    await roleSession(sandbox, "assumed", [], A);
    const { sts } = sandbox.clients(await session());
    const { AssumedRoleUser } = await sts.assumeRole({ RoleArn, RoleSessionName: "by-session" });
    strictEqual(AssumedRoleUser?.Arn, `arn:aws:sts::${A}:assumed-role/assumed/by-session`);
  });

  it("end such a session when its time is over, or its user gone", async () => {
    const credentials = await session(900);
    sandbox.advance(901_000);
    const { sts } = sandbox.clients(credentials);
    await rejects(sts.getCallerIdentity(), { name: /Expired/ });
    sandbox.advance(-901_000);
    const other = sandbox.clients(B);
    const { Credentials: key } = await other.sts.getSessionToken();
    sandbox.store.transaction((writer) => writer.remove(["user", B, "administrator"]));
    const gone = sandbox.clients({
      accessKeyId: key?.AccessKeyId ?? "",
      secretAccessKey: key?.SecretAccessKey ?? "",
      sessionToken: key?.SessionToken,
    });
    await rejects(gone.sts.getCallerIdentity(), { name: "InvalidClientTokenId" });
    await rejects(other.iam.deleteUser({ UserName: "x" }));
  });

  it("tell whose account an access key is of", async () => {
    const info = (AccessKeyId: string) => sts.getAccessKeyInfo({ AccessKeyId });
    strictEqual((await info(sandbox.administrator(A).accessKeyId)).Account, A);
    await rejects(info("AKIAIOSFODNN7EXAMPLE"), { name: "ValidationError" });
    await rejects(info((await session()).accessKeyId), { message: /not offered by the sandbox/ });
    const nobody = await roleClients(sandbox, "nobody", []);
    const asked = { AccessKeyId: "A".repeat(20) };
    await rejects(nobody.sts.getAccessKeyInfo(asked), { name: "AccessDenied" });
  });

  it("decode no message, as no service here encodes one", async () => {
    const command = { EncodedMessage: "x" };
    await rejects(sandbox.clients(A).sts.decodeAuthorizationMessage(command), {
      name: "InvalidAuthorizationMessageException",
    });
  });
});
