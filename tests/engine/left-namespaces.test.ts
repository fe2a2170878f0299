import { deepStrictEqual, match, strictEqual } from "node:assert";

import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { each } from "../facts";
import { done } from "../outcomes";
import { suiteEngine, writeInventory } from "./harness";

const inventory = (namespace: string) => `
id: namespaces-test
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, create: {} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: ${namespace}, serviceAccount: web, reads: [own] }
  api: { cluster: shop, namespace: ${namespace}, serviceAccount: api, reads: [own] }
`;

describe("a namespace that createNamespaces made", () => {
  const sandbox = suiteEngine(inventory("one"));

  before(async () => {
    await sandbox.stacks(["up", "--only", "*.cluster", "*.secrets"]);
    await done(sandbox.command(["put", "own"], { input: "x" }));
    await sandbox.stacks(["up"]);
    await kubernetes("POST", "namespaces/one/configmaps", { metadata: { name: "theirs" } });
  });

  async function run(...args: string[]) {
    const { code, stderr, stdout } = await sandbox.command([...args, "--yes", "--json"]);
    strictEqual(code, 0, `${stderr}${stdout}`);
    const { leftNamespaces, stacks } = stacksShape.parse(JSON.parse(stdout));
    return { left: leftNamespaces, stacks, stderr };
  }

  it("is left, with what others have in it, when its last reader goes", async () => {
    writeInventory(sandbox.data, inventory("two"));
    const { left } = await run("up");
    deepStrictEqual(left, [{ cluster: "shop", namespace: "one" }]);
    strictEqual(await kubernetes("GET", "namespaces/one/configmaps/theirs"), 200);
  });

  it("stays while it holds something of others, whatever is confirmed", async () => {
    const { left } = await run("up", "--yes-remove", "one");
    deepStrictEqual(left, [
      { cluster: "shop", namespace: "one", reason: "it holds configmaps/theirs" },
    ]);
    strictEqual(await kubernetes("GET", "namespaces/one"), 200);
  });

  it("is deployed to again without a change of the inventory, and without an error", async () => {
    writeInventory(sandbox.data, inventory("one"));
    const { left } = await run("up");
    deepStrictEqual(left, [{ cluster: "shop", namespace: "two" }]);
    const again = await run("up");
    each(again.stacks, ({ changes }) => Object.keys(changes)).are(again.stacks.map(() => ["same"]));
  });

  it("is deleted where it holds nothing of others and its name is given", async () => {
    await kubernetes("DELETE", "namespaces/one/configmaps/theirs");
    writeInventory(sandbox.data, inventory("two"));
    const { left } = await run("up", "--yes-remove", "one");
    deepStrictEqual(left, []);
    strictEqual(await kubernetes("GET", "namespaces/one"), 404);
    strictEqual(await kubernetes("GET", "namespaces/two"), 200);
  });

  it("is named by destroy, which leaves it, and taken in again by up", async () => {
    await kubernetes("POST", "namespaces/two/configmaps", { metadata: { name: "theirs" } });
    const { left } = await run("destroy", "--only", "team.workloads");
    deepStrictEqual(left, [{ cluster: "shop", namespace: "two" }]);
    strictEqual(await kubernetes("GET", "namespaces/two/configmaps/theirs"), 200);
    await run("up");
    const text = await sandbox.command(["destroy", "--yes", "--only", "team.workloads"]);
    match(text.stdout, /namespace two of cluster shop has no reader any more, and is left/);
  });

  async function kubernetes(method: string, path: string, body?: object): Promise<number> {
    return (await sandbox.kubernetes("team", "shop", method, `/api/v1/${path}`, body)).status;
  }
});
