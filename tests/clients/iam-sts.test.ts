import { deepStrictEqual, match, strictEqual } from "node:assert/strict";

import { POD_TRUST, roleArn } from "../sandbox/eks-support";
import { A, B } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";

const READ = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
});

describe("aws iam and aws sts", () => {
  const cli = withAwsCli();

  it("tell who the caller is", async () => {
    for (const account of [A, B]) {
      const { Account, Arn } = await cli.json(account, "sts", "get-caller-identity");
      strictEqual(Account, account);
      strictEqual(Arn, `arn:aws:iam::${account}:user/administrator`);
    }
  });

  it("refuse a key that nobody has, and a signature by the wrong secret", async () => {
    const identity = ["sts", "get-caller-identity"];
    const unknown = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x" };
    strictEqual(await cli.refused(unknown, ...identity), "InvalidClientTokenId");
    const wrong = { ...cli.sandbox.administrator(A), secretAccessKey: "x" };
    strictEqual(await cli.refused(wrong, ...identity), "SignatureDoesNotMatch");
  });

  it("keep a role with its trust, inline policy and tags", async () => {
    const name = ["--role-name", "reader"];
    const { Role } = await cli.json(
      A,
      ...["iam", "create-role", ...name, "--assume-role-policy-document", POD_TRUST],
      ...["--tags", "Key=team,Value=shop"],
    );
    strictEqual(Role.Arn, roleArn(A, "reader"));
    const policy = ["--policy-name", "read"];
    await cli.json(A, "iam", "put-role-policy", ...name, ...policy, "--policy-document", READ);
    const read = await cli.json(A, "iam", "get-role-policy", ...name, ...policy);
    deepStrictEqual(read.PolicyDocument, JSON.parse(READ));
    const found = await cli.json(A, "iam", "get-role", ...name);
    deepStrictEqual(found.Role.AssumeRolePolicyDocument, JSON.parse(POD_TRUST));
    deepStrictEqual(found.Role.Tags, [{ Key: "team", Value: "shop" }]);
    strictEqual(await cli.refused(B, "iam", "get-role", ...name), "NoSuchEntity");
    strictEqual(await cli.refused(A, "iam", "delete-role", ...name), "DeleteConflict");
    await cli.json(A, "iam", "delete-role-policy", ...name, ...policy);
    await cli.json(A, "iam", "delete-role", ...name);
    strictEqual(await cli.refused(A, "iam", "get-role", ...name), "NoSuchEntity");
  });

  it("refuse a policy that is no policy", async () => {
    const args = ["iam", "create-role", "--role-name", "broken", "--assume-role-policy-document"];
    strictEqual(await cli.refused(A, ...args, "{}"), "MalformedPolicyDocument");
  });

  it("attach a managed policy", async () => {
    const { Policy } = await cli.json(
      A,
      ...["iam", "create-policy", "--policy-name", "read", "--policy-document", READ],
    );
    const trust = ["--assume-role-policy-document", POD_TRUST];
    await cli.json(A, "iam", "create-role", "--role-name", "attached", ...trust);
    const attach = ["--role-name", "attached", "--policy-arn", Policy.Arn];
    await cli.json(A, "iam", "attach-role-policy", ...attach);
    const list = ["iam", "list-attached-role-policies", "--role-name", "attached"];
    deepStrictEqual((await cli.json(A, ...list)).AttachedPolicies, [
      { PolicyName: "read", PolicyArn: Policy.Arn },
    ]);
  });

  it("give a session to whom the role trusts, in another account too, and to nobody else", async () => {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${B}:root` },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: { StringEquals: { "aws:RequestTag/team": "shop" } },
        },
      ],
    });
    const create = ["iam", "create-role", "--role-name", "shared"];
    await cli.json(A, ...create, "--assume-role-policy-document", trust);
    const assume = ["sts", "assume-role", "--role-arn", roleArn(A, "shared")];
    const session = [...assume, "--role-session-name", "test"];
    strictEqual(await cli.refused(B, ...session), "AccessDenied");
    strictEqual(await cli.refused(A, ...session, "--tags", "Key=team,Value=shop"), "AccessDenied");
    const { Credentials } = await cli.json(B, ...session, "--tags", "Key=team,Value=shop");
    const who = await cli.json(
      {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken: Credentials.SessionToken,
      },
      ...["sts", "get-caller-identity"],
    );
    strictEqual(who.Arn, `arn:aws:sts::${A}:assumed-role/shared/test`);
    match(who.UserId, /^AROA\w+:test$/);
  });

  it("name the operation and the service that the sandbox lacks", async () => {
    const lacking = await cli.run(A, "iam", "list-saml-providers");
    match(lacking.stderr, /ListSAMLProviders/);
    strictEqual(lacking.exitCode !== 0, true);
    match((await cli.run(A, "dynamodb", "list-tables")).stderr, /dynamodb/);
  });
});
