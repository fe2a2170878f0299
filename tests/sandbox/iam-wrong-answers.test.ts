import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";

import { call } from "./raw";
import { policy, roleClients } from "./secrets-support";

import { A, ask, withSandbox } from "./support";

const MANAGED = "arn:aws:iam::aws:policy/AdministratorAccess";
const allow = (Resource: unknown = "*") => ({ Effect: "Allow", Action: "s3:*", Resource });
const written = (Statement: unknown, Version?: string) => JSON.stringify({ Version, Statement });

describe("sandbox IAM, where it once differed from AWS", () => {
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
