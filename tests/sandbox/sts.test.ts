import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
} from "@aws-sdk/client-sts";

import { A, B, type Credentials, startSandbox, type TestSandbox } from "./support";

type Statement = Record<string, unknown>;

const document = (...statements: Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const trusting = (principal: string, more: Statement = {}) =>
  document({
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    ...more,
  });
const roleArn = (name: string, account = A) => `arn:aws:iam::${account}:role/${name}`;
const ROOT_A = `arn:aws:iam::${A}:root`;
const HOUR = 3_600_000;

describe("sandbox STS", () => {
  let sandbox: TestSandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  async function role(
    name: string,
    trust: string,
    { allows, account = A, ...more }: { allows?: Statement; account?: string } & Statement = {},
  ): Promise<void> {
    const { iam } = sandbox.clients(account);
    await iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, ...more }),
    );
    if (!allows) return;
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: "own",
        PolicyDocument: document({ Effect: "Allow", ...allows }),
      }),
    );
  }

  async function assume(
    who: string | Credentials,
    name: string,
    { account = A, ...more }: Partial<AssumeRoleCommandInput> & { account?: string } = {},
  ): Promise<Credentials & { expiration?: Date | undefined; arn?: string | undefined }> {
    const { Credentials: made, AssumedRoleUser } = await sandbox.clients(who).sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn(name, account),
        RoleSessionName: "session",
        ...more,
      }),
    );
    return {
      accessKeyId: made?.AccessKeyId ?? "",
      secretAccessKey: made?.SecretAccessKey ?? "",
      sessionToken: made?.SessionToken ?? "",
      expiration: made?.Expiration,
      arn: AssumedRoleUser?.Arn,
    };
  }

  const identity = (who: Credentials) =>
    sandbox.clients(who).sts.send(new GetCallerIdentityCommand({}));
  const getRole = (who: Credentials, name: string) =>
    sandbox.clients(who).iam.send(new GetRoleCommand({ RoleName: name }));

  it("makes a session that is known by its name and by the role's unique id", async () => {
    await role("reader", trusting(ROOT_A), { Path: "/pods/" });
    const session = await assume(A, "pods/reader");
    const { Account, Arn, UserId } = await identity(session);
    deepStrictEqual([Account, Arn], [A, `arn:aws:sts::${A}:assumed-role/reader/session`]);
    match(UserId ?? "", /^AROA[A-Z2-7]{17}:session$/);
    strictEqual(session.arn, Arn);
    match(session.accessKeyId, /^ASIA/);
  });

  it("keeps a session over a restart, and ends it when its time is over", async () => {
    await role("reader", trusting(ROOT_A));
    const session = await assume(A, "reader", { DurationSeconds: 900 });
    sandbox = await sandbox.restart();
    await identity(session);
    sandbox.advance(899_000);
    // The caller's clock stays behind the sandbox's by less than a signature's fifteen minutes.
    await identity(session);
    sandbox.advance(1000);
    await rejects(identity(session), {
      name: "ExpiredToken",
      message: "The security token included in the request is expired",
    });
  });

  it("rejects a token that was changed, cut, left out or made for another key", async () => {
    await role("reader", trusting(ROOT_A));
    const session = await assume(A, "reader");
    const other = await assume(A, "reader");
    const token = session.sessionToken ?? "";
    const flipped = Buffer.from(token, "base64");
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    for (const sessionToken of [
      flipped.toString("base64"),
      token.slice(0, 20),
      "x",
      other.sessionToken ?? "",
    ]) {
      await rejects(identity({ ...session, sessionToken }), { name: "InvalidClientTokenId" });
    }
    const { sessionToken: _left, ...bare } = session;
    await rejects(identity(bare), { name: "InvalidClientTokenId" });
    await rejects(identity({ ...session, secretAccessKey: other.secretAccessKey }), {
      name: "SignatureDoesNotMatch",
    });
  });

  it("ends the sessions of a role that was deleted or made anew", async () => {
    await role("reader", trusting(ROOT_A));
    const session = await assume(A, "reader");
    await sandbox.clients(A).iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
    await rejects(identity(session), { name: "InvalidClientTokenId" });
    await role("reader", trusting(ROOT_A));
    await rejects(identity(session), { name: "InvalidClientTokenId" });
  });

  it("rejects a role of another account that does not trust the caller", async () => {
    await role("reader", trusting(`arn:aws:iam::${B}:root`), { account: B });
    await rejects(assume(A, "reader", { account: B }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${roleArn("reader", B)} because no resource-based policy allows the sts:AssumeRole action`,
    });
  });

  it("rejects a role that does not exist in the words of one that may not be assumed", async () => {
    await rejects(assume(A, "nobody"), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${roleArn("nobody")}`,
    });
  });

  it("needs the caller's own policies where the trust names only its account", async () => {
    await role("plain", trusting(ROOT_A));
    await role("target", trusting(ROOT_A));
    await role("direct", trusting(roleArn("plain")));
    const plain = await assume(A, "plain");
    await rejects(assume(plain, "target"), {
      name: "AccessDenied",
      message: `User: arn:aws:sts::${A}:assumed-role/plain/session is not authorized to perform: sts:AssumeRole on resource: ${roleArn("target")} because no identity-based policy allows the sts:AssumeRole action`,
    });
    await assume(plain, "direct");
  });

  it("needs both sides across accounts", async () => {
    await role("caller", trusting(ROOT_A));
    await role("target", trusting(roleArn("caller")), { account: B });
    const caller = await assume(A, "caller");
    await rejects(assume(caller, "target", { account: B }), /no identity-based policy allows/);
    await sandbox.clients(A).iam.send(
      new PutRolePolicyCommand({
        RoleName: "caller",
        PolicyName: "own",
        PolicyDocument: document({
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Resource: roleArn("target", B),
        }),
      }),
    );
    strictEqual((await identity(await assume(caller, "target", { account: B }))).Account, B);
  });

  it("does not take a re-created role for the one that a trust policy named", async () => {
    await role("caller", trusting(ROOT_A));
    await role("target", trusting(roleArn("caller")));
    await assume(await assume(A, "caller"), "target");
    await sandbox.clients(A).iam.send(new DeleteRoleCommand({ RoleName: "caller" }));
    await role("caller", trusting(ROOT_A), { allows: { Action: "sts:*", Resource: "*" } });
    await rejects(assume(await assume(A, "caller"), "target"), { name: "AccessDenied" });
  });

  it("asks the trust policy about tags, the external id and the session's name", async () => {
    await role(
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
    await assume(A, "tagged", right);
    for (const wrong of [
      { ...right, Tags: [] },
      { ...right, Tags: [{ Key: "team", Value: "b" }] },
      { ...right, ExternalId: "id-2" },
      { ...right, ExternalId: undefined },
      { ...right, RoleSessionName: "other" },
    ]) {
      await rejects(assume(A, "tagged", wrong), { name: "AccessDenied" });
    }
  });

  it("needs sts:TagSession where tags are passed", async () => {
    await role("untagged", trusting(ROOT_A, { Action: "sts:AssumeRole" }));
    await assume(A, "untagged");
    await rejects(assume(A, "untagged", { Tags: [{ Key: "a", Value: "b" }] }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/administrator is not authorized to perform: sts:TagSession on resource: ${roleArn("untagged")} because no resource-based policy allows the sts:TagSession action`,
    });
  });

  it("gives a session its tags, over the role's own", async () => {
    await role("reader", trusting(ROOT_A), {
      allows: {
        Action: "iam:GetRole",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } },
      },
    });
    await rejects(getRole(await assume(A, "reader"), "reader"), { name: "AccessDenied" });
    await getRole(await assume(A, "reader", { Tags: [{ Key: "Team", Value: "a" }] }), "reader");
    const { iam } = sandbox.clients(A);
    await iam.send(new TagRoleCommand({ RoleName: "reader", Tags: [{ Key: "team", Value: "a" }] }));
    await getRole(await assume(A, "reader"), "reader");
    const other = await assume(A, "reader", { Tags: [{ Key: "Team", Value: "b" }] });
    await rejects(getRole(other, "reader"), { name: "AccessDenied" });
  });

  it("passes transitive tags on along a chain, and takes no other value for them", async () => {
    await role("first", trusting(ROOT_A), { allows: { Action: "sts:*", Resource: "*" } });
    const condition = { StringEquals: { "aws:RequestTag/ns": "default" } };
    await role("second", trusting(ROOT_A, { Condition: condition }), {
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
    const first = await assume(A, "first", { Tags, TransitiveTagKeys: ["ns"] });
    await getRole(await assume(first, "second"), "second");
    await rejects(assume(first, "second", { Tags: [{ Key: "NS", Value: "other" }] }), {
      name: "InvalidParameterValue",
    });
    await rejects(assume(await assume(A, "first", { Tags }), "second"), { name: "AccessDenied" });
  });

  it("limits a session by its policies", async () => {
    await role("wide", trusting(ROOT_A), { allows: { Action: "iam:*", Resource: "*" } });
    await role("other", trusting(ROOT_A));
    const only = (name: string) =>
      document({ Effect: "Allow", Action: "iam:GetRole", Resource: roleArn(name) });
    const session = await assume(A, "wide", { Policy: only("wide") });
    await getRole(session, "wide");
    await rejects(getRole(session, "other"), {
      name: "AccessDenied",
      message: `User: arn:aws:sts::${A}:assumed-role/wide/session is not authorized to perform: iam:GetRole on resource: ${roleArn("other")} because no session policy allows the iam:GetRole action`,
    });
    const both = await assume(A, "wide", {
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    });
    await getRole(both, "other");
    await rejects(
      sandbox.clients(both).iam.send(new TagRoleCommand({ RoleName: "other", Tags: [] })),
      { name: "AccessDenied" },
    );
  });

  it("limits a role by its boundary", async () => {
    await role("bounded", trusting(ROOT_A), {
      allows: { Action: "*", Resource: "*" },
      PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
    await rejects(getRole(await assume(A, "bounded"), "bounded"), {
      message: `User: arn:aws:sts::${A}:assumed-role/bounded/session is not authorized to perform: iam:GetRole on resource: ${roleArn("bounded")} because no permissions boundary allows the iam:GetRole action`,
    });
  });

  it("changes what a living session may do as its role's policies change", async () => {
    await role("reader", trusting(ROOT_A), { allows: { Action: "iam:GetRole", Resource: "*" } });
    const session = await assume(A, "reader");
    await getRole(session, "reader");
    await sandbox
      .clients(A)
      .iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "own" }));
    await rejects(getRole(session, "reader"), { name: "AccessDenied" });
  });

  it("rejects durations over the role's maximum, and over an hour for a chain", async () => {
    await role("reader", trusting(ROOT_A), { allows: { Action: "sts:*", Resource: "*" } });
    await role("long", trusting(ROOT_A), { MaxSessionDuration: 43_200 });
    await rejects(assume(A, "reader", { DurationSeconds: 3601 }), /exceeds the MaxSessionDuration/);
    const { expiration } = await assume(A, "long", { DurationSeconds: 43_200 });
    strictEqual(Math.round(((expiration?.getTime() ?? 0) - Date.now()) / HOUR), 12);
    const first = await assume(A, "reader");
    await rejects(assume(first, "long", { DurationSeconds: 3601 }), /1 hour session limit/);
    await rejects(assume(A, "reader", { DurationSeconds: 899 }), /durationSeconds/);
  });

  it("rejects sessions that are named, tagged or limited outside the constraints", async () => {
    await role("reader", trusting(ROOT_A));
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
      [{ Policy: `{${" ".repeat(2048)}}` }, "MalformedPolicyDocumentException"],
      [{ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/NoSuchPolicy" }] }, "ValidationError"],
      [{ Tags: wordy }, "PackedPolicyTooLargeException"],
    ] as [Partial<AssumeRoleCommandInput>, string][]) {
      await rejects(assume(A, "reader", more), { name });
    }
  });

  it("rejects an operation that it lacks, by name", async () => {
    const { sts } = sandbox.clients(A);
    await rejects(
      sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: roleArn("reader"),
          RoleSessionName: "session",
          WebIdentityToken: "a.b.c",
        }),
      ),
      /Could not find operation AssumeRoleWithWebIdentity .* this sandbox lacks it/,
    );
  });
});
