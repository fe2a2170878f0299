import { match, strictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { delimiter } from "node:path";
import { installationDirectory } from "../../sandbox/instance/installation";
import { newDirectory } from "../directories";
import { awsCliDirectory, runIn } from "./aws-cli";

/** In milliseconds. The engine may have to be built, and the AWS CLI installed. */
const TIMEOUT = 15 * 60_000;

describe("a shell in an account of the sandbox", function () {
  this.timeout(TIMEOUT);
  const data = newDirectory();
  let environment: NodeJS.ProcessEnv;

  before(async () => {
    const bin = await awsCliDirectory();
    environment = {
      ...process.env,
      AWS_PAGER: "",
      EKS_POD_SECRETS_SANDBOX: data,
      PATH: [bin, process.env.PATH].join(delimiter),
    };
    await shell("npx eks-pod-secrets sandbox start");
  });
  after(() => {
    execFileSync("npm", ["run", "-s", "sandbox", "--", "destroy"], {
      cwd: installationDirectory(),
      env: environment,
    });
  });

  /** Runs a script in the checkout, and returns what it prints. The script ends at the first failure. */
  async function shell(script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await runIn(installationDirectory(), environment, "bash", [
      ...["-euo", "pipefail", "-c"],
      script,
    ]);
    strictEqual(exitCode, 0, `${script}\n${stdout}${stderr}`);
    return stdout.trim();
  }

  it("acts as the administrator of the account that it asked for", async () => {
    const identity = "aws sts get-caller-identity --query Account --output text";
    for (const [account, id] of [
      ["account-a", "111111111111"],
      ["account-b", "222222222222"],
      ["333333333333", "333333333333"],
    ]) {
      strictEqual(
        await shell(`eval "$(npx eks-pod-secrets sandbox env ${account})"; ${identity}`),
        id,
      );
    }
  });

  it("deploys the four stacks with pulumi, puts the values, and both pods read theirs", async () => {
    const up = (account: string, ...layers: string[]) => [
      `eval "$(npx eks-pod-secrets sandbox env ${account} --pulumi)"`,
      ...layers.map((layer) => `pulumi up --yes --skip-preview -s ${account}.${layer} >&2`),
    ];
    const put = (secret: string, value: string) =>
      `printf %s '${value}' | npx eks-pod-secrets put ${secret} >&2`;
    await shell(
      [
        ...up("account-a", "cluster", "secrets"),
        put("secret-a", '{"user":"user1","password":"passwd1"}'),
        ...up("account-b", "secrets"),
        put("secret-b", "This is a Cross Account Secret"),
        ...up("account-a", "workloads"),
      ].join("\n"),
    );
    const read = (name: string) =>
      shell(
        `npx eks-pod-secrets sandbox exec --pod application-${name} -- cat /mnt/secret/secret-${name}`,
      );
    strictEqual(await read("a"), '{"user":"user1","password":"passwd1"}');
    strictEqual(await read("b"), "This is a Cross Account Secret");
  });

  it("reads its own secret through the AWS CLI, and not the other account's", async () => {
    const get = (account: string, secret: string) => `
      eval "$(npx eks-pod-secrets sandbox env ${account})"
      aws secretsmanager get-secret-value --secret-id ${secret} --query SecretString --output text`;
    strictEqual(await shell(get("account-b", "secret-b")), "This is a Cross Account Secret");
    const describe = "aws secretsmanager describe-secret --secret-id secret-b --query ARN";
    const arn = await shell(`eval "$(npx eks-pod-secrets sandbox env account-b)"; ${describe}`);
    match(await shell(`${get("account-a", arn)} 2>&1 || true`), /AccessDeniedException/);
  });
});
