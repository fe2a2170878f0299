import { rejects, strictEqual } from "node:assert/strict";

import { A, type Credentials, credentialsOf, withSandbox } from "./support";

const policy = (statement: object, version = "2012-10-17") =>
  JSON.stringify({ Version: version, Statement: [statement] });
const trust = (AWS: string) =>
  policy({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
const READ = policy({ Effect: "Allow", Action: "iam:GetRole", Resource: "*" });
const ROOT = trust(`arn:aws:iam::${A}:root`);

describe("sandbox IAM users", () => {
  const { sandbox, iam } = withSandbox({ each: true });
  beforeEach(async () => {
    await iam.createRole({ RoleName: "reader", AssumeRolePolicyDocument: ROOT });
  });

  /** Credentials of a new user with one inline policy. */
  async function userWith(PolicyDocument: string): Promise<Credentials> {
    await iam.createUser({ UserName: "ops" });
    await iam.putUserPolicy({ UserName: "ops", PolicyName: "own", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName: "ops" });
    return credentialsOf(AccessKey);
  }

  it("rejects what a user's policies do not allow, naming user, action and resource", async () => {
    const { iam: own } = sandbox.clients(await userWith(READ));
    await own.getRole({ RoleName: "reader" });
    await rejects(own.tagRole({ RoleName: "reader", Tags: [] }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/ops is not authorized to perform: iam:TagRole on resource: arn:aws:iam::${A}:role/reader because no identity-based policy allows the iam:TagRole action`,
    });
  });

  it("rejects what a policy denies, and says that it was denied explicitly", async () => {
    const deny = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "iam:GetRole", Resource: `arn:aws:iam::${A}:role/read*` },
      ],
    });
    const { iam: own } = sandbox.clients(await userWith(deny));
    await rejects(own.getRole({ RoleName: "reader" }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/ops is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${A}:role/reader with an explicit deny in an identity-based policy`,
    });
    await rejects(own.getRole({ RoleName: "other" }), { name: "NoSuchEntityException" });
  });

  it("tells a caller who may not look nothing about what exists", async () => {
    const { iam: own } = sandbox.clients(
      await userWith(policy({ Effect: "Allow", Action: "iam:TagRole", Resource: "*" })),
    );
    for (const RoleName of ["reader", "nobody"]) {
      await rejects(own.getRole({ RoleName }), { name: "AccessDenied" });
    }
  });

  it("rejects an access key that is not active", async () => {
    const credentials = await userWith(READ);
    const { sts } = sandbox.clients(credentials);
    const change = (Status: "Active" | "Inactive") =>
      iam.updateAccessKey({ UserName: "ops", AccessKeyId: credentials.accessKeyId, Status });
    await change("Inactive");
    await rejects(sts.getCallerIdentity(), { name: "InvalidClientTokenId" });
    await change("Active");
    await sts.getCallerIdentity();
  });

  it("rejects a deleted access key at once", async () => {
    const credentials = await userWith(READ);
    const { sts } = sandbox.clients(credentials);
    await sts.getCallerIdentity();
    const { AccessKeyMetadata } = await iam.listAccessKeys({ UserName: "ops" });
    strictEqual(AccessKeyMetadata?.length, 1);
    await rejects(iam.deleteUser({ UserName: "ops" }), {
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.deleteUserPolicy({ UserName: "ops", PolicyName: "own" });
    await rejects(iam.deleteUser({ UserName: "ops" }), {
      message: "Cannot delete entity, must delete access keys first.",
    });
    const { accessKeyId: AccessKeyId } = credentials;
    await iam.deleteAccessKey({ UserName: "ops", AccessKeyId });
    await rejects(sts.getCallerIdentity(), { name: "InvalidClientTokenId" });
    await iam.deleteUser({ UserName: "ops" });
  });
});
