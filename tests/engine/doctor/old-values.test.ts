import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { PutAnswer } from "../../../cli/verbs/put/shape";
import { commandLine } from "../../../sandbox/pulumi/run-pulumi";
import { column } from "../../facts";
import { done } from "../../outcomes";
import { ENGINE_TIMEOUT, suiteEngine } from "../harness";

const INVENTORY = `
version: 1
id: lz-old-values
accounts:
  platform: { id: "111111111111", region: eu-west-1 }
  data: { id: "222222222222", region: eu-west-1 }
clusters: { shop: { account: platform, create: {} } }
secrets: { orders/db: { account: data, key: pods } }
readers:
  orders:
    cluster: shop
    namespace: orders
    serviceAccount: orders
    reads: [orders/db]
    deployment: { image: nginx, mountPath: /mnt/secrets }
`;

describe("after a new value", function () {
  this.timeout(ENGINE_TIMEOUT);
  const sandbox = suiteEngine(INVENTORY);
  const put = (input: string, ...args: string[]) =>
    sandbox.command(["put", "orders/db", "--json", ...args], { input });

  before(async () => {
    await sandbox.stacks(["up", "--only", "*.cluster", "*.secrets"]);
    const { pods } = JSON.parse(await done(put("first")));
    deepStrictEqual(pods, { old: [], unseen: [] });
    await sandbox.stacks(["up"]);
  });

  it("names the pods that still have the old one, and waits until none has", async () => {
    const args = commandLine(sandbox.data, ["put", "orders/db", "--wait", "10"]);
    const child = spawn(process.execPath, args, {
      cwd: sandbox.data.project,
      env: sandbox.environment,
      stdio: ["pipe", "ignore", "pipe"],
    });
    const ended = once(child, "exit");
    child.stdin.end("second");
    const said: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      said.push(line);
      if (line === "waiting: 1 pod with the old value") await sandbox.control.remount("orders");
    }
    const [code] = await ended;
    strictEqual(code, 0, said.join("\n"));
    deepStrictEqual(
      said.filter((line) => line.startsWith("waiting:")),
      ["waiting: 1 pod with the old value"],
    );
  });

  it("ends with 1 where a pod has it after the time", async () => {
    const { code, stdout } = await put("third", "--wait", "0.05");
    const { pods }: PutAnswer = JSON.parse(stdout);
    deepStrictEqual([code, column(pods?.old ?? [], "object")], [1, ["orders/db"]]);
    const { answer } = JSON.parse((await sandbox.command(["doctor", "orders", "--json"])).stdout)
      .readers[0];
    strictEqual(answer.cause, "EPS-611");
  });
});
