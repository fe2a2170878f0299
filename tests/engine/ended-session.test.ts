import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { type EngineHarness, suiteEngine } from "./harness";
import { putUnderWeather } from "./in-weather";
import { creation, proxyTo } from "./proxy";

const INVENTORY = `
id: lz-tests
accounts:
  orders: { id: "111111111111", region: us-east-1 }
clusters:
  shared: { account: orders, existing: true }
secrets:
  orders/db: { account: orders, key: orders }
readers:
  orders: { cluster: shared, namespace: orders, serviceAccount: orders, reads: [orders/db] }
`;

/** A session of fifteen minutes ends after so many times as little. */
const PACE = 0.03;
const SESSION = 15 * 60_000 * PACE;

describe("up by a session that ends", () => {
  const sandbox = suiteEngine(INVENTORY);

  it("says so, and goes on by the next one", async () => {
    const arn = await makeDeployRole(sandbox);
    await putUnderWeather(sandbox, "expiring", PACE);
    const up = ["up", "--yes", "--only", "orders.secrets"];

    const began = Date.now();
    const session = await sessionOf(sandbox, arn);
    let isMade = false;
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      // AWS has made the key, and says so when the session has ended.
      answered: async (call) => {
        if (isMade || !creation(call)?.startsWith("CreateKey ")) return false;
        isMade = true;
        await sleep(began + SESSION + 1_000 - Date.now());
        return false;
      },
    });
    try {
      const environment = { ...sandbox.environment, ...session, AWS_ENDPOINT_URL: proxy.endpoint };
      const { code, stderr, stdout } = await sandbox.command(up, { environment });
      deepStrictEqual({ code, isMade }, { code: 1, isMade: true }, `${stderr}${stdout}`);
      match(
        `${stderr}${stdout}`,
        /failed +orders\.secrets: .*Expired\w*: .*The session of the credentials has ended: get new ones, and run the command again/s,
      );
    } finally {
      proxy.close();
    }

    const environment = { ...sandbox.environment, ...(await sessionOf(sandbox, arn)) };
    const { code, stderr, stdout } = await sandbox.command(up, { environment });
    strictEqual(code, 0, `${stderr}${stdout}`);
    ok(/orders\.secrets: .*create/.test(`${stderr}${stdout}`));
  });
});

async function makeDeployRole(sandbox: EngineHarness): Promise<string> {
  const { iam } = await sandbox.aws("orders");
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "111111111111" },
    Action: "sts:AssumeRole",
  };
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [statement],
  });
  const { Role } = await iam.createRole({ RoleName: "deploy", AssumeRolePolicyDocument });
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await iam.attachRolePolicy({ RoleName: "deploy", PolicyArn });
  return Role?.Arn ?? "";
}

async function sessionOf(sandbox: EngineHarness, RoleArn: string): Promise<Record<string, string>> {
  const { sts } = await sandbox.aws("orders");
  const { Credentials: session } = await sts.assumeRole({ RoleArn, RoleSessionName: "pipeline" });
  return {
    AWS_ACCESS_KEY_ID: session?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: session?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: session?.SessionToken ?? "",
  };
}
