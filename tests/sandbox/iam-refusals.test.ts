import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";

import { A, B, withSandbox } from "./support";

const policy = (statement: object, version = "2012-10-17") =>
  JSON.stringify({ Version: version, Statement: [statement] });
const trust = (AWS: string) =>
  policy({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
const READ = policy({ Effect: "Allow", Action: "iam:GetRole", Resource: "*" });
const ROOT = trust(`arn:aws:iam::${A}:root`);

describe("sandbox IAM refusals", () => {
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
      [policy({ Effect: "Allow", Action: "*", Resource: "*", Principal: "*" }), /Principal/],
      [policy({ Effect: "Allow", Action: "*", Resource: "*" }, "2020-01-01"), /Version/],
      [
        policy({ Effect: "Allow", Action: "*", Resource: "*", Condition: { Foo: { a: "b" } } }),
        /Foo/,
      ],
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
      policy({
        Effect: "Allow",
        Action: "iam:GetRole",
        Resource: `arn:aws:iam::*:role/${"x".repeat(length)}`,
      });
    await put("first", statement(5000));
    await put("second", statement(4000).replace(/:/, `:${" ".repeat(3000)}`));
    await rejects(put("third", statement(2000)), {
      name: "LimitExceededException",
      message: "Maximum policy size of 10240 bytes exceeded for role reader",
    });
  });

  it("rejects managed policies, trust policies and attachments over their limits", async () => {
    const long = policy({
      Effect: "Allow",
      Action: "iam:GetRole",
      Resource: `arn:aws:iam::*:role/${"x".repeat(6144)}`,
    });
    await rejects(iam.createPolicy({ PolicyName: "long", PolicyDocument: long }), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for PolicySize: 6144",
    });
    const wide = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${A}:root` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": "x".repeat(2048) } },
        },
      ],
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

  it("keeps OpenID Connect providers", async () => {
    const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
      Url: "https://oidc.example.com/id/ABC",
      ClientIDList: ["sts.amazonaws.com"],
    });
    strictEqual(
      OpenIDConnectProviderArn,
      `arn:aws:iam::${A}:oidc-provider/oidc.example.com/id/ABC`,
    );
    const got = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn });
    deepStrictEqual(
      [got.Url, got.ClientIDList],
      ["oidc.example.com/id/ABC", ["sts.amazonaws.com"]],
    );
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
    await rejects(iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn }), {
      name: "NoSuchEntityException",
    });
  });
});
