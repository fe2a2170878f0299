import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { createRole, POD_TRUST } from "../../eks-support";
import { policy } from "../../secrets-support";
import { A } from "../../support";
import { changeResource, makeResource } from "../support";
import { AwsEngine, document, type } from "./aws-engine";

const POWER_USER = "arn:aws:iam::aws:policy/PowerUserAccess";

describe("roles, as the real AWS provider treats them", () => {
  const aws = new AwsEngine();

  const makeRole = (name: string) => aws.make("role", { name, assumeRolePolicy: POD_TRUST });
  const attachByHand = async (name: string) =>
    (await aws.byHand("iam")).attachRolePolicy({ RoleName: name, PolicyArn: POWER_USER });

  it("tells a role's policies from the next read on, and changes nothing for them", async () => {
    const role = await makeRole("told");
    deepStrictEqual(role.state.inlinePolicies, []);
    deepStrictEqual(role.state.managedPolicyArns, []);
    await aws.make("rolePolicy", { name: "p", role: "told", policy: document("s3:Get*") });
    await aws.make("attachment", { role: "told", policyArn: POWER_USER });

    const found = await aws.refresh("role", role);
    deepStrictEqual(found.state.managedPolicyArns, [POWER_USER]);
    const [inline] = found.state.inlinePolicies as { name: string; policy: string }[];
    strictEqual(inline?.name, "p");
    deepStrictEqual(JSON.parse(inline?.policy ?? ""), document("s3:Get*"));
    deepStrictEqual(await aws.changes("role", found, role.inputs), {});
    const imported = await aws.engine.read(type.role, "told");
    strictEqual("managedPolicyArns" in imported.inputs, false);
  });

  it("deletes a role with policies only where the state knows of them", async () => {
    const role = await makeRole("unknowing");
    await attachByHand("unknowing");
    await rejects(aws.remove("role", role), /DeleteConflict/);
    await aws.gone("role", await aws.refresh("role", role));
  });

  it("replaces an attachment by deleting it first, whatever else is named", async () => {
    const { inputs, state } = await aws.make("attachment", {
      role: (await makeRole("attached")).id,
      policyArn: POWER_USER,
    });
    const next = { ...inputs, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
    const diff = await aws.engine.diff(type.attachment, { inputs, state }, next);
    strictEqual(diff.deleteBeforeReplace, true);
  });

  it("reads an attachment by its state, and imports it by its id", async () => {
    await makeRole("read");
    const made = await aws.make("attachment", { role: "read", policyArn: POWER_USER });
    const odd = await aws.engine.read(type.attachment, "another-id", made);
    strictEqual(odd.state.policyArn, POWER_USER);
    const imported = await aws.engine.read(type.attachment, `read/${POWER_USER}`);
    strictEqual(imported.inputs.role, "read");
  });

  it("sends a role's policy with its version in front", async () => {
    await makeRole("front");
    const { Statement, Version } = document("s3:Get*");
    const policy = JSON.stringify({ Statement, Version });
    const { state } = await aws.make("rolePolicy", { name: "p", role: "front", policy });
    match(String(state.policy), /^{"Version":"2012-10-17","Statement":/);
    const { PolicyDocument } = await (await aws.byHand("iam")).getRolePolicy({
      RoleName: "front",
      PolicyName: "p",
    });
    strictEqual(decodeURIComponent(PolicyDocument ?? ""), state.policy);
  });

  it("rejects names, documents and ARNs before AWS is asked", async () => {
    const failures = async (of: "attachment" | "role" | "rolePolicy", program: object) =>
      (await aws.engine.check(type[of], { ...program })).failures.join();
    match(await failures("role", { name: "a/b", assumeRolePolicy: POD_TRUST }), /^name must be 1/);
    match(
      await failures("role", { name: "r".repeat(65), assumeRolePolicy: POD_TRUST }),
      /^name must be 1 to 64/,
    );
    match(
      await failures("role", { assumeRolePolicy: POD_TRUST, permissionsBoundary: "boundary" }),
      /^permissionsBoundary must be an ARN/,
    );
    match(await failures("rolePolicy", { role: "r", policy: "[]" }), /^policy must be a JSON obj/);
    match(await failures("attachment", { role: "r", policyArn: "p" }), /^policyArn must be an ARN/);
  });

  it("tells the prefix of a name, which does not make a role go before its successor", async () => {
    const prefixed = await aws.make("role", { namePrefix: "pre-", assumeRolePolicy: POD_TRUST });
    strictEqual(prefixed.state.namePrefix, "pre-");
    strictEqual((await makeRole("unprefixed")).state.namePrefix, "");
    const next = { ...prefixed.inputs, path: "/x/" };
    const diff = await aws.engine.diff(type.role, prefixed, next);
    deepStrictEqual([diff.replaces, diff.deleteBeforeReplace], [["path"], false]);
  });
});

const policiesType = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
const attachmentsType = "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive";
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const statements = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];

describe("the exclusive policies of a role, against the emulator", () => {
  const { engine, sandbox } = new AwsEngine();

  const put = (RoleName: string, PolicyName: string) =>
    sandbox
      .clients(A)
      .iam.putRolePolicy({ ...{ RoleName, PolicyName }, PolicyDocument: policy(...statements) });
  const attach = (RoleName: string) =>
    sandbox.clients(A).iam.attachRolePolicy({ RoleName, PolicyArn: administrator });

  it("removes inline policies that are not named, when it is made and when they are found", async () => {
    await createRole(sandbox, A, "inline", undefined, statements);
    await put("inline", "earlier");
    const program = { roleName: "inline", policyNames: ["inline"] };
    const made = await makeResource(engine, policiesType, program);
    deepStrictEqual(made.state, { id: "inline", ...program });

    await put("inline", "theirs");
    const found = await engine.read(policiesType, made.id, made);
    deepStrictEqual(found.state.policyNames, ["inline", "theirs"]);
    const { changes, state } = await changeResource(engine, policiesType, found, program);
    deepStrictEqual([changes, state.policyNames], [{ policyNames: "UPDATE" }, ["inline"]]);
  });

  it("detaches managed policies that are not named, when it is made and when they are found", async () => {
    await createRole(sandbox, A, "attached");
    await attach("attached");
    const program = { roleName: "attached", policyArns: [] };
    const made = await makeResource(engine, attachmentsType, program);
    deepStrictEqual(made.state, { id: "attached", ...program });

    await attach("attached");
    const found = await engine.read(attachmentsType, made.id, made);
    deepStrictEqual(found.state.policyArns, [administrator]);
    const { changes, state } = await changeResource(engine, attachmentsType, found, program);
    deepStrictEqual([changes, state.policyArns], [{ policyArns: "DELETE" }, []]);
  });

  it("cannot make an inline policy whose document it does not have", async () => {
    await createRole(sandbox, A, "empty");
    const { inputs } = await engine.check(policiesType, {
      roleName: "empty",
      policyNames: ["missing"],
    });
    await rejects(
      engine.create(policiesType, inputs),
      /creating IAM Role Policies Exclusive.*missing required field, PutRolePolicyInput.PolicyDocument/s,
    );
  });

  it("leaves the policies when it is deleted, and is gone with its role", async () => {
    await createRole(sandbox, A, "left", undefined, statements);
    const program = { roleName: "left", policyNames: ["inline"] };
    const made = await makeResource(engine, policiesType, program);
    await engine.delete(policiesType, made.id, made.state);
    const found = await engine.read(policiesType, made.id, made);
    deepStrictEqual(found.state.policyNames, ["inline"]);
    const absent = { ...made, state: { ...made.state, roleName: "absent" } };
    strictEqual((await engine.read(policiesType, "left", absent)).id, "");
  });
});
