import { rejects, strictEqual } from "node:assert/strict";
import { policy } from "./secrets-support";
import { ROOT_A, roleArn, sessionsIn, trusting } from "./sts-support";
import { A, B, withSandbox } from "./support";

describe("sandbox STS AssumeRole", () => {
  const { sandbox, sts } = withSandbox({ each: true });
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

  it("rejects an operation that it lacks, by name", async () => {
    await rejects(
      sts.assumeRoleWithWebIdentity({
        RoleArn: roleArn("reader"),
        RoleSessionName: "session",
        WebIdentityToken: "a.b.c",
      }),
      /Could not find operation AssumeRoleWithWebIdentity .* this sandbox lacks it/,
    );
  });
});
