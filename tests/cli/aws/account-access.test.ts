import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { accountAccess } from "../../../cli/aws/account-access";
import { noAnswerReason } from "../../../cli/aws/aws-error";
import { patientRetries } from "../../../cli/aws/retries";
import { UserError } from "../../../cli/terminal/errors";
import type { ResolvedAccount } from "../../../sdk/grant";
import { createRole, roleArn } from "../../sandbox/eks-support";
import { A, B, startSandbox, type TestSandbox } from "../../sandbox/support";
import { trusting } from "../documents/live-rights";
import { filesIn } from "../support";

const account = { id: A, name: "a", region: "us-east-1" } as ResolvedAccount;
const KEYS = { AWS_ACCESS_KEY_ID: "AKIANOBODY", AWS_SECRET_ACCESS_KEY: "none" };

describe("accountAccess", () => {
  const before = { ...process.env };
  let sandbox: TestSandbox | undefined;

  afterEach(async () => {
    withoutAws();
    Object.assign(process.env, before);
    await sandbox?.stop();
    sandbox = undefined;
  });

  const access = (environment: NodeJS.ProcessEnv, of = account) => {
    withoutAws();
    Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: "true", ...environment });
    return accountAccess(of, "us-east-1", "test");
  };

  const failure = async (environment: NodeJS.ProcessEnv): Promise<string> => {
    const error = await access(environment).catch((one: unknown) => one);
    strictEqual(error instanceof UserError, true, String(error));
    return (error as Error).message;
  };

  const answered = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      return await failure({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ...KEYS });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  it("says that AWS cannot be reached, and where, not that the credentials are wrong", async () => {
    strictEqual(
      await failure({ AWS_ENDPOINT_URL: "http://127.0.0.1:9", ...KEYS }),
      `cannot ask AWS whether the credentials are of account ${A} (a); nothing was sent: AWS cannot be reached at AWS_ENDPOINT_URL, http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9`,
    );
    match(await failure({ AWS_ENDPOINT_URL: "nowhere", ...KEYS }), /nowhere: Invalid URL$/);
  });

  it("says in a sandbox which inventory's accounts it has, and what to do", async () => {
    sandbox = await startSandbox();
    const environment = {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
      AWS_CONFIG_FILE: "/nowhere",
      EKS_POD_SECRETS_SANDBOX_INVENTORY: "/checkout/landing-zone.yaml",
    };
    match(
      await failure(environment),
      /found none; .* name a profile of the AWS configuration a\. The sandbox has the accounts that the inventory \/checkout\/landing-zone\.yaml declared when eks-pod-secrets sandbox exec or env last ran: where a \(1{12}\) is new there, run either again; else declare it there, or remove the link (\S+\/project\/landing-zone\.yaml) \(rm -f \1\), and copy your inventory there, and run either then$/,
    );
    const profile = { ...account, profile: "team" };
    await rejects(accountAccess(profile, "us-east-1", "test"), /team.*\. The sandbox .* accounts/);
  });

  it("says that the account's profile holds another account's keys", async () => {
    sandbox = await startSandbox();
    const { accessKeyId, secretAccessKey } = sandbox.administrator(B);
    const profile = `[a]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const directory = filesIn({ credentials: profile });
    const environment = {
      AWS_ENDPOINT_URL: sandbox?.endpoint,
      AWS_SHARED_CREDENTIALS_FILE: join(directory, "credentials"),
      AWS_CONFIG_FILE: join(directory, "none"),
    };
    match(
      await failure(environment),
      new RegExp(`found none; profile a holds those of arn:aws:iam::${B}:.*; nothing was sent`),
    );
  });

  for (const status of [200, 503]) {
    it(`says that what answers with ${status} and a page is not AWS`, async () => {
      const said = await answered((_, response) => {
        response.writeHead(status, { "content-type": "text/html" }).end("<html>Sign in</html>");
      });
      match(
        said,
        new RegExp(`^cannot ask AWS .*: AWS answered nothing .* \\(HTTP status ${status}\\)$`),
      );
    });
  }

  it("says that nothing answered in time, in no words of the SDK", () => {
    const late = Object.assign(new Error("@smithy/node-http-handler - [ERROR] a request …"), {
      name: "TimeoutError",
    });
    delete process.env.AWS_ENDPOINT_URL;
    strictEqual(noAnswerReason(late), "AWS cannot be reached: no answer in time");
  });

  it("names the AWS_PROFILE by which it found none", async () => {
    const said = await failure({ AWS_PROFILE: "nobody", AWS_CONFIG_FILE: "/nowhere" });
    match(said, /\(a\), found none by AWS_PROFILE, nobody; nothing was sent: use that/);
  });

  it("says why a profile of the account's name gives none", async () => {
    const config = `[profile a]\nsso_session = s\nsso_account_id = ${A}\nsso_role_name = R\n
[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://start.example\n`;
    const directory = filesIn({ config });
    const said = await failure({ AWS_CONFIG_FILE: join(directory, "config") });
    match(said, /found none; [^;]*SSO[^;]*aws sso login[^;]*; nothing was sent: use that/i);
  });

  it("says which profile another one names and is not there", async () => {
    const config = `[profile a]\nrole_arn = arn:aws:iam::${A}:role/x\nsource_profile = gone\n`;
    const directory = filesIn({ config });
    match(await failure({ AWS_CONFIG_FILE: join(directory, "config") }), /found none; .*gone/);
  });

  it("takes the keys of the environment before AWS_PROFILE, as the AWS CLI and the providers do", async () => {
    sandbox = await startSandbox();
    const [own, other] = [sandbox.administrator(A), sandbox.administrator(B)];
    const credentials = `[other]\naws_access_key_id=${other.accessKeyId}\naws_secret_access_key=${other.secretAccessKey}\n`;
    const directory = filesIn({ credentials });
    const { callerArn } = await access({
      AWS_ENDPOINT_URL: sandbox?.endpoint,
      AWS_SHARED_CREDENTIALS_FILE: join(directory, "credentials"),
      AWS_PROFILE: "other",
      AWS_ACCESS_KEY_ID: own.accessKeyId,
      AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
    });
    deepStrictEqual(callerArn.split(":")[4], A);
  });

  it("takes a deployRole once for all clients", async () => {
    sandbox = await startSandbox();
    const [deployRole, { iam }] = [roleArn(A, "deploy"), sandbox.clients(A)];
    await createRole(sandbox, A, "deploy", trusting(`arn:aws:iam::${A}:user/administrator`));
    const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
    const environment = {
      ...{ AWS_ENDPOINT_URL: sandbox.endpoint, AWS_ACCESS_KEY_ID: accessKeyId },
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const found = await access(environment, { ...account, deployRole });
    const PolicyDocument = trusting(`arn:aws:iam::${B}:root`);
    await iam.updateAssumeRolePolicy({ RoleName: "deploy", PolicyDocument });
    strictEqual((await new STS(found).getCallerIdentity({})).Arn, found.callerArn);
  });
});

function withoutAws(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(AWS_|EKS_POD_SECRETS_SANDBOX_INVENTORY$)/.test(name)) delete process.env[name];
  }
}

/** Answers the first calls with these errors, and every later call with a role. */
async function answering(answers: [status: number, code: string][]) {
  let calls = 0;
  const server = createServer((_, response) => {
    const [status, code] = answers[calls++] ?? [200, ""];
    response.statusCode = status;
    response.end(
      code
        ? `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`
        : "<GetRoleResponse><GetRoleResult><Role><RoleName>r</RoleName></Role></GetRoleResult></GetRoleResponse>",
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const iam = new IAM({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    retryStrategy: patientRetries(),
  });
  return {
    get: async () => (await iam.getRole({ RoleName: "r" })).Role?.RoleName,
    calls: () => calls,
    close: () => {
      iam.destroy();
      server.close();
    },
  };
}

describe("patientRetries", () => {
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

  it("outlasts throttling that the SDK's own three attempts do not", async () => {
    const aws = await answering(times(5, [400, "Throttling"]));
    strictEqual(await aws.get(), "r");
    strictEqual(aws.calls(), 6);
    aws.close();
  });

  it("gives up after three failures, and at once where AWS refuses", async () => {
    const failing = await answering(times(9, [500, "InternalFailure"]));
    await rejects(failing.get(), { name: "InternalFailure" });
    const refusing = await answering(times(9, [403, "AccessDenied"]));
    await rejects(refusing.get(), { name: "AccessDenied" });
    deepStrictEqual([failing.calls(), refusing.calls()], [3, 1]);
    failing.close();
    refusing.close();
  });
});
