import { rejects, strictEqual } from "node:assert/strict";
import { policy, roleClients, roleSession } from "./secrets-support";
import { ROOT_A, roleArn, sessionsIn, trusting } from "./sts-support";
import { A, B, type Credentials, withSandbox } from "./support";

describe("sandbox STS AssumeRole", () => {
  const { sandbox } = withSandbox({ each: true });
  let sessions: ReturnType<typeof sessionsIn>;
  beforeEach(async () => {
    sessions = sessionsIn(sandbox);
  });

  it("rejects a role of another account that does not trust the caller", async () => {
    await sessions.role("reader", trusting(`arn:aws:iam::${B}:root`), { account: B });
    await rejects(sessions.assume(A, "reader", { account: B }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${roleArn("reader", B)} because no resource-based policy allows the sts:AssumeRole action`,
    });
  });

  it("rejects a role that does not exist in the words of one that may not be assumed", async () => {
    await rejects(sessions.assume(A, "nobody"), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${roleArn("nobody")}`,
    });
  });

  it("needs the caller's own policies where the trust names only its account", async () => {
    await sessions.role("plain", trusting(ROOT_A));
    await sessions.role("target", trusting(ROOT_A));
    await sessions.role("direct", trusting(roleArn("plain")));
    const plain = await sessions.assume(A, "plain");
    await rejects(sessions.assume(plain, "target"), {
      name: "AccessDenied",
      message: `User: arn:aws:sts::${A}:assumed-role/plain/session is not authorized to perform: sts:AssumeRole on resource: ${roleArn("target")} because no identity-based policy allows the sts:AssumeRole action`,
    });
    await sessions.assume(plain, "direct");
  });

  it("needs both sides across accounts", async () => {
    await sessions.role("caller", trusting(ROOT_A));
    await sessions.role("target", trusting(roleArn("caller")), { account: B });
    const caller = await sessions.assume(A, "caller");
    await rejects(
      sessions.assume(caller, "target", { account: B }),
      /no identity-based policy allows/,
    );
    await sandbox.clients(A).iam.putRolePolicy({
      RoleName: "caller",
      PolicyName: "own",
      PolicyDocument: policy({ Action: "sts:AssumeRole", Resource: roleArn("target", B) }),
    });
    strictEqual(
      (await sessions.identity(await sessions.assume(caller, "target", { account: B }))).Account,
      B,
    );
  });

  it("does not take a re-created role for the one that a trust policy named", async () => {
    await sessions.role("caller", trusting(ROOT_A));
    await sessions.role("target", trusting(roleArn("caller")));
    await sessions.assume(await sessions.assume(A, "caller"), "target");
    await sandbox.clients(A).iam.deleteRole({ RoleName: "caller" });
    await sessions.role("caller", trusting(ROOT_A), { allows: { Action: "sts:*", Resource: "*" } });
    await rejects(sessions.assume(await sessions.assume(A, "caller"), "target"), {
      name: "AccessDenied",
    });
  });

  it("asks the trust policy about tags, the external id and the session's name", async () => {
    await sessions.role(
      "tagged",
      trusting(ROOT_A, {
        Condition: {
          StringEquals: {
            "aws:RequestTag/team": "a",
            "sts:ExternalId": "id-1",
            "sts:RoleSessionName": "session",
          },
        },
      }),
    );
    const right = { Tags: [{ Key: "team", Value: "a" }], ExternalId: "id-1" };
    await sessions.assume(A, "tagged", right);
    for (const wrong of [
      { ...right, Tags: [] },
      { ...right, Tags: [{ Key: "team", Value: "b" }] },
      { ...right, ExternalId: "id-2" },
      { ...right, ExternalId: undefined },
      { ...right, RoleSessionName: "other" },
    ]) {
      await rejects(sessions.assume(A, "tagged", wrong), { name: "AccessDenied" });
    }
  });

  it("needs sts:TagSession where tags are passed", async () => {
    await sessions.role("untagged", trusting(ROOT_A, { Action: "sts:AssumeRole" }));
    await sessions.assume(A, "untagged");
    await rejects(sessions.assume(A, "untagged", { Tags: [{ Key: "a", Value: "b" }] }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: sts:TagSession on resource: ${roleArn("untagged")} because no resource-based policy allows the sts:TagSession action`,
    });
  });
});

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
