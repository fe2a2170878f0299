import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import type { PutAnswer } from "../../../cli/verbs/put/shape";
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
    const waiting = put("second", "--wait", "2");
    await sleep(8_000);
    await sandbox.control.remount("orders");
    const { code, stderr } = await waiting;
    strictEqual(code, 0, stderr);
    match(stderr, /^waiting: 1 pod with the old value$/m);
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
