import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { awsEnvironment } from "../../sandbox/pulumi/environment";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { done } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { suiteEngine, writeInventory } from "./harness";

const inventory = ({ image = "nginx:1", about = "old", reads = "[orders]" } = {}) => `
id: lz-changed
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters: { shop: { account: a, existing: true } }
secrets:
  orders: { account: b, key: orders, description: "${about}", recoveryWindowInDays: 0 }
  other: { account: b, key: orders }
  own: { account: a }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: ${reads}, deployment: { image: "${image}", mountPath: /mnt } }
  api: { cluster: shop, namespace: web, serviceAccount: api, reads: [own] }`;

const ALL = ["a.cluster", "a.secrets", "b.secrets", "a.workloads"];

describe("up --changed", () => {
  const sandbox = suiteEngine(inventory());

  before(() => makeAdoptedClusters(sandbox, landingZone(inventory())));

  /** The stacks that it ran, in their order. It must leave out the others, and say so. */
  async function ran(args: string[] = [], code = 0): Promise<string[]> {
    const ended = await sandbox.ask("up", ["--changed", ...args]);
    strictEqual(ended.code, code, `${ended.stderr}${ended.stdout}`);
    const { changed, stacks } = ended.answer;
    const names = stacks.map(({ stack }) => stack);
    strictEqual(changed?.leftOut, ALL.length - names.length);
    return names;
  }

  const up = (...args: string[]) => sandbox.ask("up", args);
  const put = (name: string) => done(sandbox.command(["put", name], { input: "x" }));

  it("runs all that is new, and after put the pods that waited for their value", async () => {
    deepStrictEqual(await ran([], 1), ALL);
    await put("orders");
    await put("own");
    deepStrictEqual(await ran(), ["a.workloads"]);
  });

  it("leaves out everything where nothing has changed, and counts it", async () => {
    const { stderr, stdout } = await sandbox.command(["up", "--changed", "--yes"]);
    match(stderr, /0 of 4 stacks must run; 4 states read/);
    match(
      stdout,
      /left out: 4 stacks, for which nothing is another than at their last run; 4 states read/,
    );
  });

  it("runs the stack alone that an attribute of the inventory is of", async () => {
    writeInventory(sandbox.data, inventory({ image: "nginx:2" }));
    deepStrictEqual(await ran(), ["a.workloads"]);
    writeInventory(sandbox.data, inventory({ image: "nginx:2", about: "new" }));
    deepStrictEqual(await ran(), ["b.secrets"]);
  });

  it("runs both sides of a grant, and takes access that goes", async () => {
    writeInventory(sandbox.data, inventory({ reads: "[orders, other]" }));
    await put("other");
    deepStrictEqual(await ran(), ["b.secrets", "a.workloads"]);
    writeInventory(sandbox.data, inventory());
    const { answer } = await up("--changed");
    deepStrictEqual(
      answer.stacks.map(({ stack }) => stack),
      ["b.secrets", "a.workloads"],
    );
    ok(answer.removals.length > 0 && answer.removals.every(({ result }) => result === "removed"));
    deepStrictEqual(await ran(), []);
  });

  it("runs what revoke has changed, and what its end has", async () => {
    const both = ["b.secrets", "a.workloads"];
    await done(sandbox.command(["revoke", "web", "--yes"]));
    deepStrictEqual([await ran(), await ran()], [both, []]);
    await done(sandbox.command(["revoke", "web", "--lift", "--yes"]));
    deepStrictEqual([await ran(), await ran()], [both, []]);
  });

  it("runs a stack whose last run failed half way, though the inventory is as it was before", async () => {
    const boundary = "permissionsBoundary: arn:aws:iam::111111111111:policy/absent";
    const other = inventory().replace("reads: [own]", "reads: [{ secret: own, as: other }]");
    writeInventory(sandbox.data, other.replace("reads: [orders]", `${boundary}, reads: [orders]`));
    deepStrictEqual(await ran([], 1), ["b.secrets", "a.workloads"]);
    writeInventory(sandbox.data, inventory());
    const { answer } = await up("--changed");
    const workloads = answer.stacks.find(({ stack }) => stack === "a.workloads");
    ok((workloads?.changes.update ?? 0) > 0, JSON.stringify(answer.stacks));
    deepStrictEqual(await ran(), []);
  });

  it("runs a stack that a plain pulumi up has run, which may have left something out", async () => {
    const account = await sandbox.control.account({ id: "222222222222", region: "us-east-1" });
    const own = awsEnvironment(sandbox.connection, account);
    const up = ["up", "--yes", "--skip-preview", "--stack", "b.secrets"];
    await runPulumi({ ...sandbox.environment, ...own }, up);
    deepStrictEqual(await ran(), ["b.secrets"]);
  });
});
