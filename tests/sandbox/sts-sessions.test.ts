import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { policy } from "./secrets-support";
import { ROOT_A, roleArn, sessionsIn, trusting } from "./sts-support";
import { A, withSandbox } from "./support";

const HOUR = 3_600_000;
const ANY = policy({ Action: "*", Resource: "*" });

describe("sandbox STS sessions", () => {
  const { sandbox, iam } = withSandbox({ each: true });
  let sessions: ReturnType<typeof sessionsIn>;
  beforeEach(async () => {
    sessions = sessionsIn(sandbox);
  });

  it("makes a session that is known by its name and by the role's unique id", async () => {
    await sessions.role("reader", trusting(ROOT_A), { Path: "/pods/" });
    const session = await sessions.assume(A, "pods/reader");
    const { Account, Arn, UserId } = await sessions.identity(session);
    deepStrictEqual([Account, Arn], [A, `arn:aws:sts::${A}:assumed-role/reader/session`]);
    match(UserId ?? "", /^AROA[A-Z2-7]{17}:session$/);
    strictEqual(session.arn, Arn);
    match(session.accessKeyId, /^ASIA/);
  });

  it("keeps a session over a restart, and ends it when its time is over", async () => {
    await sessions.role("reader", trusting(ROOT_A));
    const session = await sessions.assume(A, "reader", { DurationSeconds: 900 });
    await sandbox.restart();
    sessions = sessionsIn(sandbox);
    await sessions.identity(session);
    sandbox.advance(840_000);
    // The caller's clock is behind the sandbox's, but by less than the fifteen minutes of a signature.
    await sessions.identity(session);
    sandbox.advance(60_000);
    await rejects(sessions.identity(session), {
      name: "ExpiredToken",
      message: "The security token included in the request is expired",
    });
  });

  it("rejects a token that was changed, cut, left out or made for another key", async () => {
    await sessions.role("reader", trusting(ROOT_A));
    const session = await sessions.assume(A, "reader");
    const other = await sessions.assume(A, "reader");
    const token = session.sessionToken ?? "";
    const flipped = Buffer.from(token, "base64");
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    for (const sessionToken of [
      flipped.toString("base64"),
      token.slice(0, 20),
      "x",
      other.sessionToken ?? "",
    ]) {
      await rejects(sessions.identity({ ...session, sessionToken }), {
        name: "InvalidClientTokenId",
      });
    }
    const { sessionToken: _left, ...bare } = session;
    await rejects(sessions.identity(bare), { name: "InvalidClientTokenId" });
    await rejects(sessions.identity({ ...session, secretAccessKey: other.secretAccessKey }), {
      name: "SignatureDoesNotMatch",
    });
  });

  it("ends the sessions of a role that was deleted or made anew", async () => {
    await sessions.role("reader", trusting(ROOT_A));
    const session = await sessions.assume(A, "reader");
    await sandbox.clients(A).iam.deleteRole({ RoleName: "reader" });
    await rejects(sessions.identity(session), { name: "InvalidClientTokenId" });
    await sessions.role("reader", trusting(ROOT_A));
    await rejects(sessions.identity(session), { name: "InvalidClientTokenId" });
  });

  it("gives a session its tags, over the role's own", async () => {
    await sessions.role("reader", trusting(ROOT_A), {
      allows: {
        Action: "iam:GetRole",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } },
      },
    });
    await rejects(sessions.getRole(await sessions.assume(A, "reader"), "reader"), {
      name: "AccessDenied",
    });
    await sessions.getRole(
      await sessions.assume(A, "reader", { Tags: [{ Key: "Team", Value: "a" }] }),
      "reader",
    );
    await iam.tagRole({ RoleName: "reader", Tags: [{ Key: "team", Value: "a" }] });
    await sessions.getRole(await sessions.assume(A, "reader"), "reader");
    const other = await sessions.assume(A, "reader", { Tags: [{ Key: "Team", Value: "b" }] });
    await rejects(sessions.getRole(other, "reader"), { name: "AccessDenied" });
  });

  it("passes transitive tags on along a chain, and takes no other value for them", async () => {
    await sessions.role("first", trusting(ROOT_A), { allows: { Action: "sts:*", Resource: "*" } });
    const condition = { StringEquals: { "aws:RequestTag/ns": "default" } };
    await sessions.role("second", trusting(ROOT_A, { Condition: condition }), {
      allows: {
        Action: "iam:GetRole",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalTag/ns": "default" } },
      },
    });
    const Tags = [
      { Key: "ns", Value: "default" },
      { Key: "own", Value: "x" },
    ];
    const first = await sessions.assume(A, "first", { Tags, TransitiveTagKeys: ["ns"] });
    await sessions.getRole(await sessions.assume(first, "second"), "second");
    await rejects(sessions.assume(first, "second", { Tags: [{ Key: "NS", Value: "other" }] }), {
      name: "InvalidParameterValue",
    });
    await rejects(sessions.assume(await sessions.assume(A, "first", { Tags }), "second"), {
      name: "AccessDenied",
    });
  });

  it("limits a session by its policies", async () => {
    await sessions.role("wide", trusting(ROOT_A), { allows: { Action: "iam:*", Resource: "*" } });
    await sessions.role("other", trusting(ROOT_A));
    const only = (name: string) => policy({ Action: "iam:GetRole", Resource: roleArn(name) });
    const session = await sessions.assume(A, "wide", { Policy: only("wide") });
    await sessions.getRole(session, "wide");
    await rejects(sessions.getRole(session, "other"), {
      name: "AccessDenied",
      message: `User: arn:aws:sts::${A}:assumed-role/wide/session is not authorized to perform: iam:GetRole on resource: ${roleArn("other")} because no session policy allows the iam:GetRole action`,
    });
    const both = await sessions.assume(A, "wide", {
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    });
    await sessions.getRole(both, "other");
    await rejects(sandbox.clients(both).iam.tagRole({ RoleName: "other", Tags: [] }), {
      name: "AccessDenied",
    });
  });

  it("limits a role by its boundary", async () => {
    await sessions.role("bounded", trusting(ROOT_A), {
      allows: { Action: "*", Resource: "*" },
      PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
    await rejects(sessions.getRole(await sessions.assume(A, "bounded"), "bounded"), {
      message: `User: arn:aws:sts::${A}:assumed-role/bounded/session is not authorized to perform: iam:GetRole on resource: ${roleArn("bounded")} because no permissions boundary allows the iam:GetRole action`,
    });
  });

  it("changes what a living session may do as its role's policies change", async () => {
    await sessions.role("reader", trusting(ROOT_A), {
      allows: { Action: "iam:GetRole", Resource: "*" },
    });
    const session = await sessions.assume(A, "reader");
    await sessions.getRole(session, "reader");
    await sandbox.clients(A).iam.deleteRolePolicy({ RoleName: "reader", PolicyName: "own" });
    await rejects(sessions.getRole(session, "reader"), { name: "AccessDenied" });
  });

  it("rejects durations over the role's maximum, and over an hour for a chain", async () => {
    await sessions.role("reader", trusting(ROOT_A), { allows: { Action: "sts:*", Resource: "*" } });
    await sessions.role("long", trusting(ROOT_A), { MaxSessionDuration: 43_200 });
    await rejects(
      sessions.assume(A, "reader", { DurationSeconds: 3601 }),
      /exceeds the MaxSessionDuration/,
    );
    const { expiration } = await sessions.assume(A, "long", { DurationSeconds: 43_200 });
    strictEqual(Math.round(((expiration?.getTime() ?? 0) - Date.now()) / HOUR), 12);
    const first = await sessions.assume(A, "reader");
    await rejects(
      sessions.assume(first, "long", { DurationSeconds: 3601 }),
      /1 hour session limit/,
    );
    await rejects(sessions.assume(A, "reader", { DurationSeconds: 899 }), /durationSeconds/);
  });

  it("rejects sessions that are named, tagged or limited outside the constraints", async () => {
    await sessions.role("reader", trusting(ROOT_A));
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
    const wordy = Array.from({ length: 50 }, (_, index) => ({
      Key: `k${index}`,
      Value: Array.from({ length: 64 }, (_each, at) =>
        ((index * 7919 + at * 104_729) % 46_656).toString(36),
      )
        .join("")
        .slice(0, 256),
    }));
    for (const [more, name] of [
      [{ RoleSessionName: "a b" }, "ValidationError"],
      [{ RoleSessionName: "x".repeat(65) }, "ValidationError"],
      [{ Tags: many }, "ValidationError"],
      [{ Tags: [{ Key: "aws:x", Value: "" }] }, "ValidationError"],
      [
        {
          Tags: [
            { Key: "a", Value: "" },
            { Key: "A", Value: "" },
          ],
        },
        "InvalidParameterValue",
      ],
      [{ TransitiveTagKeys: ["absent"] }, "InvalidParameterValue"],
      [{ Policy: "{" }, "MalformedPolicyDocumentException"],
      [
        { Policy: ANY.replace('"Resource":"*"', '"Resource":"arn:aws:s3"') },
        "MalformedPolicyDocumentException",
      ],
      [{ Policy: ANY.padEnd(2048) }, undefined],
      [{ Policy: ANY.padEnd(2049) }, "ValidationError"],
      [{ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/NoSuchPolicy" }] }, "ValidationError"],
      [{ Tags: wordy }, "PackedPolicyTooLargeException"],
    ] as [Partial<AssumeRoleCommandInput>, string | undefined][]) {
      const assumed = sessions.assume(A, "reader", more);
      await (name === undefined ? assumed : rejects(assumed, { name }));
    }
  });
});
