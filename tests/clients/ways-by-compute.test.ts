import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { summaryShape } from "../../cli/verbs/summary/shape";
import { run } from "../cli/support";
import { createRole, serviceTrust } from "../sandbox/eks-support";
import { EMPTY_ZIP } from "../sandbox/lambda-support";
import { policy } from "../sandbox/secrets-support";
import { A, type Credentials, credentialsOf, REGION } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";

const ELSEWHERE = "eu-west-1";
const SENTINEL = "sentinel-5e1f0a7c";
const reads = { Action: "secretsmanager:GetSecretValue", Resource: "*" };

/** For each trusted service: the role that reads, who may change what runs with it, and the call for that. */
const RUNNERS = {
  lambda: { reader: "reader-in-lambda", attacker: "coder", action: "lambda:UpdateFunctionCode" },
  ec2: { reader: "reader-on-ec2", attacker: "operator", action: "ssm:StartSession" },
  codebuild: { reader: "reader-of-builds", attacker: "builder", action: "codebuild:StartBuild" },
};

describe("ways by what runs with a role, as --live reads it", () => {
  const cli = withAwsCli();
  const aws = (...args: string[]) => cli.json(A, ...args);

  before(async () => {
    const { sandbox } = cli;
    await sandbox.clients(A).secretsManager.createSecret({ Name: "db", SecretString: "the value" });
    for (const [service, { action, attacker, reader }] of Object.entries(RUNNERS)) {
      await createRole(sandbox, A, reader, serviceTrust(`${service}.amazonaws.com`), [reads]);
      const trust = policy({
        Principal: { AWS: `arn:aws:iam::${A}:root` },
        Action: "sts:AssumeRole",
      });
      await createRole(sandbox, A, attacker, trust, [{ Action: action, Resource: "*" }]);
    }
    // Nothing in the sandbox runs with this role, because Glue is not one of its services.
    await createRole(sandbox, A, "reader-in-glue", serviceTrust("glue.amazonaws.com"), [reads]);
  });

  const summary = async ({ accessKeyId, secretAccessKey } = cli.sandbox.administrator(A)) => {
    const { code, stderr, stdout } = await run(
      ["summary", "--live", "--account", A, "--region", REGION, "--through-changes", "--json"],
      {
        env: {
          AWS_ENDPOINT_URL: cli.sandbox.endpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_REGION: REGION,
        },
      },
    );
    strictEqual(code, 0, stderr);
    doesNotMatch(stdout, new RegExp(SENTINEL));
    const { ways = [], unreadCompute } =
      summaryShape.parse(JSON.parse(stdout)).throughChanges ?? {};
    const names = Object.values(RUNNERS).map(({ attacker }) => attacker);
    const own = ways.filter(({ start }) => names.some((name) => start.key.endsWith(`/${name}`)));
    const found = own.map(({ start, steps, supposes }) => {
      const kinds = steps.map(({ kind, target }) => `${kind} ${target}`).join();
      return `${start.key.replace(/^.*\//, "")}: ${kinds}${supposes ? " (supposed)" : ""}`;
    });
    return { found: found.sort(), unreadCompute };
  };

  const inGlue = ["glue:job", "glue:devEndpoint", "glue:session"];

  it("are none while nothing runs, where the worst is known not to be", async () => {
    const { found, unreadCompute = [] } = await summary();
    deepStrictEqual(found, []);
    const open = unreadCompute.filter(({ region }) => region === undefined);
    deepStrictEqual(open.flatMap(({ type = "" }) => type).sort(), [...inGlue].sort());
  });

  it("are exactly those into what the AWS CLI makes, in any region", async () => {
    const zip = join(cli.directory, "code.zip");
    writeFileSync(zip, EMPTY_ZIP);
    const role = (name: string) => `arn:aws:iam::${A}:role/${name}`;
    await aws(
      ...["lambda", "create-function", "--region", ELSEWHERE, "--function-name", "job"],
      ...["--runtime", "nodejs22.x", "--handler", "index.handler", "--zip-file", `fileb://${zip}`],
      ...["--role", role(RUNNERS.lambda.reader), "--environment", `Variables={TOKEN=${SENTINEL}}`],
    );
    await aws(
      ...["codebuild", "create-project", "--name", "build"],
      ...["--service-role", role(RUNNERS.codebuild.reader), "--artifacts", "type=NO_ARTIFACTS"],
      ...["--source", "type=NO_SOURCE,buildspec=x", "--environment"],
      `type=LINUX_CONTAINER,image=i,computeType=BUILD_GENERAL1_SMALL,environmentVariables=[{name=TOKEN,value=${SENTINEL}}]`,
    );
    await aws("iam", "create-instance-profile", "--instance-profile-name", "web");
    await aws(
      ...["iam", "add-role-to-instance-profile", "--instance-profile-name", "web"],
      ...["--role-name", RUNNERS.ec2.reader],
    );
    const { Instances } = await aws(
      ...["ec2", "run-instances", "--image-id", "ami-1", "--count", "1"],
      ...["--iam-instance-profile", "Name=web"],
    );
    const [{ InstanceId: id }] = Instances;
    const listed = await aws("lambda", "list-functions", "--region", ELSEWHERE);
    strictEqual(listed.Functions[0].Environment.Variables.TOKEN, SENTINEL);

    const { found } = await summary();
    const arn = (service: string, region: string, resource: string) =>
      `change-code arn:aws:${service}:${region}:${A}:${resource}`;
    deepStrictEqual(found, [
      `builder: ${arn("codebuild", REGION, "project/build")}`,
      `coder: ${arn("lambda", ELSEWHERE, "function:job")}`,
      `operator: ${arn("ec2", REGION, `instance/${id}`)}`,
    ]);

    await aws("ec2", "terminate-instances", "--instance-ids", id);
    const { Reservations } = await aws("ec2", "describe-instances", "--instance-ids", id);
    strictEqual(Reservations[0].Instances[0].State.Name, "terminated");
    deepStrictEqual((await summary()).found, found.slice(0, 2));
  });

  it("are supposed where a call is denied, which the answer names", async () => {
    const { iam } = cli.sandbox.clients(A);
    await iam.createUser({ UserName: "auditor" });
    const denied = { Effect: "Deny", Action: "lambda:ListFunctions", Resource: "*" };
    await iam.putUserPolicy({
      ...{ UserName: "auditor", PolicyName: "reads" },
      PolicyDocument: policy({ Action: "*", Resource: "*" }, denied),
    });
    const { AccessKey } = await iam.createAccessKey({ UserName: "auditor" });
    const { found, unreadCompute = [] } = await summary(credentialsOf(AccessKey) as Credentials);
    match(found.join(), /coder: change-code .*reader-in-lambda \(supposed\)/);
    const functions = unreadCompute.filter(({ type }) => type === "lambda:function");
    deepStrictEqual(
      functions.map(({ account, region }) => [account, region]),
      [[A, undefined]],
    );
    match(functions[0]?.reason ?? "", /^lambda:ListFunctions: AccessDeniedException: /);
  });

  it("end in the value: the new code answers its credentials", async () => {
    const { sts } = cli.sandbox.clients(A);
    const asRole = async (name: string) => {
      const RoleArn = `arn:aws:iam::${A}:role/${name}`;
      const { Credentials: given } = await sts.assumeRole({ RoleArn, RoleSessionName: "attack" });
      return credentialsOf(given);
    };
    const coder = await asRole(RUNNERS.lambda.attacker);
    const zip = join(cli.directory, "code.zip");
    const place = ["--region", ELSEWHERE, "--function-name", "job"];
    await cli.json(
      coder,
      "lambda",
      "update-function-code",
      ...place,
      "--zip-file",
      `fileb://${zip}`,
    );
    // From now on, every caller of the function runs the new code.
    const out = join(cli.directory, "out.json");
    await aws("lambda", "invoke", ...place, out);
    const said = JSON.parse(readFileSync(out, "utf8"));
    const { SecretString } = await cli.json(
      credentialsOf({
        ...{ AccessKeyId: said.AWS_ACCESS_KEY_ID, SecretAccessKey: said.AWS_SECRET_ACCESS_KEY },
        SessionToken: said.AWS_SESSION_TOKEN,
      }),
      ...["secretsmanager", "get-secret-value", "--secret-id", "db"],
    );
    strictEqual(SecretString, "the value");
    const builder = await asRole(RUNNERS.codebuild.attacker);
    strictEqual(
      await cli.refused(
        builder,
        "lambda",
        "update-function-code",
        ...place,
        "--zip-file",
        `fileb://${zip}`,
      ),
      "AccessDeniedException",
    );
  });
});
