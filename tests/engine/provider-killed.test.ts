import { ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { commandLine } from "../../sandbox/pulumi/run-pulumi";
import { done } from "../outcomes";
import { type EngineHarness, engineHarness } from "./harness";
import { killBelow } from "./kill-tree";
import { creation, proxyTo } from "./proxy";

const INVENTORY = `
id: provider-killed
accounts:
  a: { id: "111111111111", region: us-east-1 }
clusters: { shop: { account: a, create: {} } }
secrets: { orders: { account: a, key: pods } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders] }
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

/** Runs `up` against an endpoint, and answers what it said. */
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
