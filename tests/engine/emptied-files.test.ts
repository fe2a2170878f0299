import { deepStrictEqual, match, strictEqual } from "node:assert";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { usableInventory } from "../../cli/inventory/inventory-file";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { each, rows } from "../facts";
import { done, refused } from "../outcomes";
import { makeAdoptedClusters } from "./adopted-clusters";
import { deployWith } from "./deployed-orders";
import { type EngineHarness, engineHarness, suiteEngine, writeInventory } from "./harness";

const inventory = (include: string) => `
id: lz-files
include: [${include}]
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { own: { account: a } }
`;
const TEAMS = '{ pattern: "teams/*.yaml", mayBeEmpty: true }';

const readers = (...names: string[]) =>
  `readers:${names.map((name) => `\n  ${name}: { cluster: shop, namespace: web, serviceAccount: ${name}, reads: [own] }`).join("")}\n`;

describe("an included file whose readers go", () => {
  let sandbox: EngineHarness;
  const file = (name: string) => join(sandbox.data.project, name);

  before(async () => {
    const files = { "teams/web.yaml": readers("web", "api"), "teams/job.yaml": readers("job") };
    sandbox = await engineHarness(inventory(TEAMS), { files });
    const { landingZone } = await usableInventory(file("landing-zone.yaml"));
    await makeAdoptedClusters(sandbox, landingZone);
    await sandbox.stacks(["up"]);
    await done(sandbox.command(["put", "own"], { input: "x" }));
  });
  after(() => sandbox.remove());

  const up = (...args: string[]) => sandbox.ask("up", args);

  /** The service accounts for which a role exists. */
  async function roles(): Promise<string[]> {
    const { iam } = await sandbox.aws("a");
    const { Roles = [] } = await iam.listRoles({});
    return ["api", "job", "web"].filter((name) =>
      Roles.some(({ AssumeRolePolicyDocument = "" }) =>
        decodeURIComponent(AssumeRolePolicyDocument).includes(`service-account":"${name}"`),
      ),
    );
  }

  async function refusesAndKeepsAll(name: string): Promise<void> {
    const stderr = await refused(up());
    match(stderr, new RegExp(`no reader of file ${name} any more, and .*: web, api\n`));
    match(
      stderr,
      new RegExp(`add --yes-remove ${name}\nno stack was run, and no access was removed`),
    );
    deepStrictEqual(await roles(), ["api", "job", "web"]);
  }

  it("keeps their access until the file's name is confirmed, as preview says", async () => {
    rmSync(file("teams/web.yaml"));
    await refusesAndKeepsAll("teams/web.yaml");
    const { confirmations } = (await sandbox.ask("preview")).answer;
    deepStrictEqual(rows(confirmations, "option", "name"), [["yes-remove", "teams/web.yaml"]]);
  });

  it("asks nothing where another file has them, and knows that file from then on", async () => {
    writeFileSync(file("teams/front.yaml"), readers("web", "api"));
    const { answer, code, stderr } = await up();
    strictEqual(code, 0, stderr);
    each(answer.stacks, ({ changes }) => Object.keys(changes)).are([["same"], ["same"], ["same"]]);
    rmSync(file("teams/front.yaml"));
    await refusesAndKeepsAll("teams/front.yaml");
  });

  it("goes with its roles once its name is confirmed", async () => {
    await done(up("--yes-remove", "teams/front.yaml"));
    deepStrictEqual(await roles(), ["job"]);
    await done(up());
  });
});

describe("a namespace that createNamespaces made", () => {
  const inventory = (namespace: string) => `
id: namespaces-test
accounts: { team: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: team, create: {} } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: ${namespace}, serviceAccount: web, reads: [own] }
  api: { cluster: shop, namespace: ${namespace}, serviceAccount: api, reads: [own] }
`;

  const sandbox = suiteEngine(inventory("one"));

  before(async () => {
    await deployWith(sandbox, ["own"]);
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
