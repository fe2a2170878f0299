import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { commandLine } from "../../sandbox/pulumi/run-pulumi";
import { done } from "../outcomes";
import { type EngineHarness, engineHarness, suiteEngine } from "./harness";
import { putUnderWeather } from "./in-weather";
import { killBelow } from "./kill-tree";
import { creation, proxyTo } from "./proxy";

const INVENTORY = `
id: provider-killed
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { orders: { account: a, key: pods } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders] } }
`;

describe("up whose AWS provider dies once AWS has made something", () => {
  for (const at of [/^CreateSecret /, /^CreateKey /, /pod-identity-assoc/]) {
    it(`takes it in, and makes it once: ${at.source}`, async () => {
      const sandbox = await engineHarness(INVENTORY, { providers: "processes" });
      const made: string[] = [];
      let pid = 0;
      const proxy = await proxyTo(sandbox.connection.endpoint, {
        answered: (call) => {
          const name = creation(call) ?? "";
          if (!at.test(name)) return false;
          made.push(name);
          if (made.length > 1) return false;
          ok(killBelow(pid, /providers\/aws/) > 0);
          return true;
        },
      });
      try {
        const first = await up(sandbox, proxy.endpoint, (id) => {
          pid = id;
        });
        await done(sandbox.command(["up", "--yes"]));
        strictEqual(made.length, 1, first);
      } finally {
        proxy.close();
        await sandbox.remove();
      }
    });
  }
});

/** Runs `up` against an endpoint, and returns what it said. */
async function up(
  sandbox: EngineHarness,
  endpoint: string,
  begun: (pid: number) => void,
): Promise<string> {
  const child = spawn(process.execPath, commandLine(sandbox.data, ["up", "--yes"]), {
    cwd: sandbox.data.project,
    env: { ...sandbox.environment, AWS_ENDPOINT_URL: endpoint },
    stdio: ["ignore", "pipe", "pipe"],
  });
  begun(child.pid ?? 0);
  const said = [text(child.stdout), text(child.stderr)];
  await once(child, "exit");
  return (await Promise.all(said)).join("");
}

/** At this pace, a session of fifteen minutes ends within a millisecond. */
const ENDING = 0.000001;

describe("up by a session that ends", () => {
  const INVENTORY = `
id: lz-tests
accounts: { orders: { id: "111111111111", region: us-east-1 } }
clusters: { shared: { account: orders, existing: true } }
secrets: { orders/db: { account: orders, key: orders } }
readers: { orders: { cluster: shared, namespace: orders, serviceAccount: orders, reads: [orders/db] } }
`;

  const sandbox = suiteEngine(INVENTORY);

  it("says so, and goes on by the next one", async () => {
    const arn = await makeDeployRole(sandbox);
    const up = ["up", "--yes", "--only", "orders.secrets"];

    const session = await sessionOf(sandbox, arn);
    let isMade = false;
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      // AWS has made the key, but its answer comes after the session has ended.
      answered: async (call) => {
        if (isMade || !creation(call)?.startsWith("CreateKey ")) return false;
        isMade = true;
        await putUnderWeather(sandbox, "expiring", ENDING);
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

    await putUnderWeather(sandbox, "calm", 0);
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
