import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";

import { createRole } from "../../eks-support";
import { policy } from "../../secrets-support";
import { A } from "../../support";
import { changeResource, makeResource } from "../support";
import { AwsEngine } from "./aws-engine";

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
