import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { call } from "./raw";
import { policy, roleClients } from "./secrets-support";
import { A, ask, B, withSandbox } from "./support";

describe("sandbox IAM refusals", () => {
  const trust = (AWS: string) => policy({ Principal: { AWS }, Action: "sts:AssumeRole" });
  const READ = policy({ Action: "iam:GetRole", Resource: "*" });
  const ROOT = trust(`arn:aws:iam::${A}:root`);

  const { iam } = withSandbox({ each: true });
  beforeEach(async () => {
    await iam.createRole({ RoleName: "reader", AssumeRolePolicyDocument: ROOT });
  });

  const put = (PolicyName: string, PolicyDocument: string) =>
    iam.putRolePolicy({ RoleName: "reader", PolicyName, PolicyDocument });

  it("rejects documents outside the grammar", async () => {
    for (const [document, message] of [
      ["{", /Syntax errors in policy/],
      ["{}", /Statement must be/],
      [policy({ Effect: "Permit", Action: "*", Resource: "*" }), /Effect/],
      [policy({ Action: "*", Resource: "*", Principal: "*" }), /Principal/],
      [policy({ Action: "*", Resource: "*" }).replace("2012-10-17", "2020-01-01"), /Version/],
      [policy({ Action: "*", Resource: "*", Condition: { Foo: { a: "b" } } }), /Foo/],
      [READ.replace("iam:GetRole", "iam:€"), /U\+0020/],
    ] as const) {
      await rejects(put("bad", document), (error: Error) => {
        strictEqual(error.name, "MalformedPolicyDocumentException");
        match(error.message, message);
        return true;
      });
    }
  });

  it("rejects trust in a role, user or session that does not exist", async () => {
    for (const principal of [
      `arn:aws:iam::${A}:role/nobody`,
      `arn:aws:iam::${A}:role/other-path/reader`,
      `arn:aws:iam::${B}:user/nobody`,
      `arn:aws:sts::${A}:assumed-role/nobody/session`,
      "AROAAAAAAAAAAAAAAAAAA",
    ]) {
      await rejects(
        iam.updateAssumeRolePolicy({ RoleName: "reader", PolicyDocument: trust(principal) }),
        {
          name: "MalformedPolicyDocumentException",
          message: `Invalid principal in policy: "AWS":"${principal}"`,
        },
      );
    }
  });

  it("counts inline policies together, without white space", async () => {
    const statement = (length: number) =>
      policy({ Action: "iam:GetRole", Resource: `arn:aws:iam::*:role/${"x".repeat(length)}` });
    await put("first", statement(5000));
    await put("second", statement(4000).replace(/:/, `:${" ".repeat(3000)}`));
    await rejects(put("third", statement(2000)), {
      name: "LimitExceededException",
      message: "Maximum policy size of 10240 bytes exceeded for role reader",
    });
  });

  it("rejects managed policies, trust policies and attachments over their limits", async () => {
    const long = policy({
      Action: "iam:GetRole",
      Resource: `arn:aws:iam::*:role/${"x".repeat(6144)}`,
    });
    await rejects(iam.createPolicy({ PolicyName: "long", PolicyDocument: long }), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for PolicySize: 6144",
    });
    const wide = policy({
      Principal: { AWS: `arn:aws:iam::${A}:root` },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "x".repeat(2048) } },
    });
    await rejects(iam.updateAssumeRolePolicy({ RoleName: "reader", PolicyDocument: wide }), {
      message: "Cannot exceed quota for ACLSizePerRole: 2048",
    });
    const arns: string[] = [];
    for (let index = 0; index < 11; index += 1) {
      const { Policy } = await iam.createPolicy({ PolicyName: `p${index}`, PolicyDocument: READ });
      arns.push(Policy?.Arn ?? "");
    }
    for (const PolicyArn of arns.slice(0, 10)) {
      await iam.attachRolePolicy({ RoleName: "reader", PolicyArn });
    }
    await rejects(iam.attachRolePolicy({ RoleName: "reader", PolicyArn: arns[10] }), {
      message: "Cannot exceed quota for PoliciesPerRole: 10",
    });
    for (let version = 2; version <= 5; version += 1) {
      await iam.createPolicyVersion({ PolicyArn: arns[0], PolicyDocument: READ });
    }
    await rejects(iam.createPolicyVersion({ PolicyArn: arns[0], PolicyDocument: READ }), {
      name: "LimitExceededException",
    });
  });

  it("rejects names, durations and tags outside their constraints", async () => {
    const create = (more: object) =>
      iam.createRole({ RoleName: "other", AssumeRolePolicyDocument: ROOT, ...more });
    for (const more of [
      { RoleName: "x".repeat(65) },
      { RoleName: "a/b" },
      { Path: "no-slashes" },
      { MaxSessionDuration: 60 },
      { Tags: [{ Key: "aws:reserved", Value: "x" }] },
      {
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "A", Value: "2" },
        ],
      },
      { PermissionsBoundary: "arn:aws:iam::aws:policy/NoSuchPolicy" },
    ]) {
      await rejects(create(more), (error: { $fault?: string }) => error.$fault === "client");
    }
    await rejects(iam.getRole({ RoleName: "other" }), { name: "NoSuchEntityException" });
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
    await rejects(iam.tagRole({ RoleName: "reader", Tags }), { name: "LimitExceededException" });
  });

  it("rejects an operation that it lacks, by name", async () => {
    await rejects(iam.createLoginProfile({ UserName: "u" }), (error: Error) => {
      strictEqual(error.name, "InvalidAction");
      match(error.message, /CreateLoginProfile .* this sandbox lacks it/);
      return true;
    });
  });
});

describe("sandbox IAM, where it once differed from AWS", () => {
  const MANAGED = "arn:aws:iam::aws:policy/AdministratorAccess";
  const allow = (Resource: unknown = "*") => ({ Effect: "Allow", Action: "s3:*", Resource });
  const written = (Statement: unknown, Version?: string) => JSON.stringify({ Version, Statement });

  const { sandbox, iam } = withSandbox();
  before(async () => {
    await iam.createUser({ UserName: "ana" });
  });

  it("shows a managed policy of AWS, and its document, to the administrator", async () => {
    const { Policy } = await iam.getPolicy({ PolicyArn: MANAGED });
    deepStrictEqual([Policy?.Arn, Policy?.Path], [MANAGED, "/"]);
    const asked = { PolicyArn: MANAGED, VersionId: Policy?.DefaultVersionId };
    const { PolicyVersion } = await iam.getPolicyVersion(asked);
    match(decodeURIComponent(PolicyVersion?.Document ?? ""), /"Action":"\*"/);
  });

  it("answers UpdateRole with an UpdateRoleResult, and what has no result with none", async () => {
    const asked = async (fields: Record<string, string>) => {
      const body = new URLSearchParams({ Version: "2010-05-08", ...fields }).toString();
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const request = { service: "iam", headers, body };
      return (await call(sandbox.endpoint, sandbox.administrator(A), request)).text;
    };
    const AssumeRolePolicyDocument = policy({ Principal: { AWS: A }, Action: "sts:AssumeRole" });
    await asked({ Action: "CreateRole", RoleName: "r", AssumeRolePolicyDocument });
    const updated = await asked({ Action: "UpdateRole", RoleName: "r", Description: "d" });
    match(updated, /<UpdateRoleResult><\/UpdateRoleResult>/);
    strictEqual(/Result/.test(await asked({ Action: "DeleteRole", RoleName: "r" })), false);
  });

  it("means the caller's access keys where no user is named", async () => {
    const { AccessKey } = await iam.createAccessKey();
    strictEqual(AccessKey?.UserName, "administrator");
    const AccessKeyId = AccessKey?.AccessKeyId;
    await iam.updateAccessKey({ AccessKeyId, Status: "Inactive" });
    const { AccessKeyMetadata } = await iam.listAccessKeys();
    deepStrictEqual(
      AccessKeyMetadata?.map(({ UserName, Status }) => `${UserName} ${Status}`).sort(),
      ["administrator Active", "administrator Inactive"],
    );
    await iam.deleteAccessKey({ AccessKeyId });
    strictEqual((await iam.listAccessKeys()).AccessKeyMetadata?.length, 1);
    const session = await roleClients(sandbox, "nameless", [{ Action: "iam:*", Resource: "*" }]);
    for (const operation of ["listAccessKeys", "createAccessKey", "getUser"]) {
      await rejects(ask(session.iam, operation, {}), {
        name: "ValidationError",
        message: "Must specify userName when calling with non-User credentials",
      });
    }
  });

  const managed = (PolicyDocument: string, PolicyName = "p") =>
    iam.createPolicy({ PolicyName, PolicyDocument });
  const inline = (PolicyDocument: string) =>
    iam.putUserPolicy({ UserName: "ana", PolicyName: "p", PolicyDocument });
  const NEW = "2012-10-17";

  it("refuses documents that AWS refuses", async () => {
    const version = /^Policy document must be version 2012-10-17 or greater\.$/;
    await rejects(managed(written([allow()])), { message: version });
    await rejects(managed(written([allow()], "2008-10-17")), { message: version });
    const { Policy } = await managed(written([allow()], NEW), "versions");
    const next = { PolicyArn: Policy?.Arn, PolicyDocument: written([allow()]) };
    await rejects(iam.createPolicyVersion(next), { message: version });
    for (const [text, message] of [
      [written([], NEW), /^Syntax errors in policy\.$/],
      [written([allow("arn:aws:s3:us-east-1::bucket")], NEW), /can not contain region information/],
      [written([allow(`arn:aws:iam:us-east-1:${A}:role/r`)], NEW), /cannot contain region info/],
      [written([allow(`arn:aws:iam::${A}:cluster/r`)], NEW), /IAM resource path must either be/],
      [written([allow("arn:error:s3:::bucket")], NEW), /Partition "error" is not valid for/],
      [written([allow("arn:aws:s3::bucket")], NEW), /^The policy failed legacy parsing$/],
      [written([allow("arn:aws::::bucket")], NEW), /^The policy failed legacy parsing$/],
      [written([allow(["*", "bucket"])], NEW), /Resource must be an ARN/],
    ] as const) {
      for (const put of [managed, inline]) {
        await rejects(put(text), { name: "MalformedPolicyDocumentException", message }, text);
      }
    }
  });

  it("takes documents that AWS takes", async () => {
    const one = { ...allow(), Condition: { Bool: { "aws:SecureTransport": "True" } } };
    for (const text of [
      written([allow()]),
      written([allow()], "2008-10-17"),
      written([allow(["arn:aws:sqs", `arn:aws:sqs:us-east-1:${A}`, "arn:aws:s3:*"])], NEW),
      written([one], NEW),
      written([{ ...allow(), Condition: { a: {} } }], NEW),
      written([{ ...allow(), Condition: { StringEquals: { word: "x" } } }], NEW),
      written(
        [allow(["arn:aws:s3:::bucket", "arn:aws:s3:us-east-1:111111111111:accesspoint/a"])],
        NEW,
      ),
      written(
        [allow([`arn:aws:iam::${A}:role/*`, "arn:aws:iam::*:*", "arn:*:iam:*:*:user/a"])],
        NEW,
      ),
    ]) {
      await inline(text);
    }
  });
});
