import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { ec2 } from "./ec2-support";
import { createRole, roleArn, serviceTrust } from "./eks-support";
import { createFunction, ZIP } from "./lambda-support";
import { call, codeOf } from "./raw";
import { A, REGION, withSandbox } from "./support";

describe("what runs with a role, in the sandbox", () => {
  const { sandbox } = withSandbox();

  before(async () => {
    for (const service of ["lambda", "codebuild"]) {
      await createRole(sandbox, A, service, serviceTrust(`${service}.amazonaws.com`), []);
    }
  });

  const functionWith = (members: object, path = "", method = "POST") =>
    call(sandbox.endpoint, sandbox.administrator(A), {
      ...{ service: "lambda", method, path: `/2015-03-31/functions${path}` },
      headers: { "content-type": "application/json" },
      body: JSON.stringify(members),
    });
  const projectWith = (members: object) =>
    call(sandbox.endpoint, sandbox.administrator(A), {
      ...{ service: "codebuild", body: JSON.stringify(members) },
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "CodeBuild_20161006.CreateProject",
      },
    });
  const asked = (action: string, members: Record<string, string>) =>
    ec2(sandbox.endpoint, sandbox.administrator(A), action, members);

  it("is no function without its code, runtime and handler", async () => {
    const whole = {
      ...{ FunctionName: "f", Role: roleArn(A, "lambda"), Code: { ZipFile: ZIP } },
      ...{ Runtime: "nodejs22.x", Handler: "index.handler" },
    };
    for (const [wrong, says] of [
      [{ Runtime: undefined }, /Runtime and Handler are mandatory/],
      [{ Handler: undefined }, /Runtime and Handler are mandatory/],
      [{ Code: undefined }, /Code is required/],
      [{ Code: {} }, /ZipFile is required/],
      [{ Code: { ZipFile: "eA==" } }, /Could not unzip uploaded file/],
      [{ Role: roleArn(A, "codebuild") }, /cannot be assumed by Lambda/],
    ] as const) {
      const { status, text } = await functionWith({ ...whole, ...wrong });
      strictEqual(status, 400, JSON.stringify(wrong));
      match(text, says);
    }
    const { status, text } = await functionWith(whole);
    strictEqual(status, 200, text);
    const update = await functionWith({ ZipFile: "eA==" }, "/f/code", "PUT");
    strictEqual(update.status, 400);
  });

  it("is a function of its own account and region alone", async () => {
    const arn = (region: string) => `arn:aws:lambda:${region}:${A}:function:f`;
    const invoked = async (region: string) =>
      (await functionWith({}, `/${encodeURIComponent(arn(region))}/invocations`)).status;
    deepStrictEqual([await invoked(REGION), await invoked("eu-west-1")], [200, 404]);
  });

  it("is at most fifty functions in an answer, however many are asked for", async () => {
    for (let at = 0; at < 50; at++) await createFunction(sandbox, roleArn(A, "lambda"), `f-${at}`);
    const { text } = await call(sandbox.endpoint, sandbox.administrator(A), {
      ...{ service: "lambda", method: "GET", path: "/2015-03-31/functions" },
      query: { MaxItems: "10000" },
    });
    const { Functions, NextMarker } = JSON.parse(text);
    deepStrictEqual([Functions.length, typeof NextMarker], [50, "string"]);
  });

  it("is no project without what CodeBuild requires, and a role that it may assume", async () => {
    const environment = {
      type: "LINUX_CONTAINER",
      image: "i",
      computeType: "BUILD_GENERAL1_SMALL",
    };
    const whole = {
      ...{ name: "build", serviceRole: roleArn(A, "codebuild"), environment },
      ...{ source: { type: "NO_SOURCE", buildspec: "x" }, artifacts: { type: "NO_ARTIFACTS" } },
    };
    for (const [wrong, says] of [
      [{ source: {} }, /'type'/],
      [{ artifacts: {} }, /'type'/],
      [{ environment: { ...environment, type: undefined } }, /'type'/],
      [{ environment: { ...environment, image: undefined } }, /'image'/],
      [{ environment: { ...environment, computeType: undefined } }, /'computeType'/],
      [{ environment: { ...environment, environmentVariables: [{ name: "A" }] } }, /'value'/],
      [{ serviceRole: roleArn(A, "lambda") }, /not authorized to perform: sts:AssumeRole/],
    ] as const) {
      const { status, text } = await projectWith({ ...whole, ...wrong });
      strictEqual(status, 400, JSON.stringify(wrong));
      match(text, says);
    }
    const { status, text } = await projectWith(whole);
    strictEqual(status, 200, text);
  });

  it("is no instance with a profile without a role, nor other than its token says", async () => {
    const { iam } = sandbox.clients(A);
    await iam.createInstanceProfile({ InstanceProfileName: "empty" });
    const launch = { MinCount: "1", MaxCount: "1", ImageId: "ami-1", ClientToken: "t" };
    const refused = await asked("RunInstances", { ...launch, "IamInstanceProfile.Name": "empty" });
    match(refused.text, /has no associated IAM Roles/);
    strictEqual((await asked("RunInstances", launch)).status, 200);
    const other = await asked("RunInstances", { ...launch, ImageId: "ami-2" });
    strictEqual(codeOf(other.text), "IdempotentParameterMismatch");
  });

  it("is terminated once, by its id", async () => {
    const none = await asked("TerminateInstances", {});
    strictEqual(codeOf(none.text), "MissingParameter");
    const launch = { MinCount: "1", MaxCount: "1", ImageId: "ami-1" };
    const { text } = await asked("RunInstances", launch);
    const id = /<instanceId>(.*?)</.exec(text)?.[1] ?? text;
    const end = async () => {
      const { text } = await asked("TerminateInstances", { "InstanceId.1": id });
      return /<previousState>.*?<name>(.*?)</s.exec(text)?.[1];
    };
    deepStrictEqual([await end(), await end()], ["running", "terminated"]);
  });
});
