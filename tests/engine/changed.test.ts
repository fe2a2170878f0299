import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { awsEnvironment } from "../../sandbox/pulumi/environment";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { column } from "../facts";
import { done, refused } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { heldResources, suiteEngine, writeInventory } from "./harness";

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

  /** The stacks that it ran, in order. It must leave out the others and say so. */
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
    // New workloads that read only what the inventory declares concern no owner.
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

  it("runs what reads an output that this very run has changed", async () => {
    const state = heldResources(sandbox.data, "a.secrets");
    const { urn = "" } =
      state.find(({ type }) => type === "aws:secretsmanager/secret:Secret") ?? {};
    const { secretsManager } = await sandbox.aws("a");
    await secretsManager.deleteSecret({ SecretId: "own", ForceDeleteWithoutRecovery: true });
    const account = await sandbox.control.account({ id: "111111111111", region: "us-east-1" });
    const own = { ...sandbox.environment, ...awsEnvironment(sandbox.connection, account) };
    const gone = ["state", "delete", urn, "--target-dependents", "--yes", "--stack", "a.secrets"];
    await runPulumi(own, gone);
    const first = await up("--changed");
    deepStrictEqual(column(first.answer.stacks, "stack"), ["a.secrets", "a.workloads"]);
    deepStrictEqual(await ran(), []);
  });

  it("compares with a revision, and reads the states of what that makes differ", async () => {
    const git = (...args: string[]) => {
      const who = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
      execFileSync("git", [...who, ...args], { cwd: sandbox.data.project, stdio: "pipe" });
    };
    git("init", "-q");
    git("add", "landing-zone.yaml");
    git("commit", "-q", "-m", "first");
    writeInventory(sandbox.data, inventory({ image: "nginx:3" }));
    git("commit", "-q", "-a", "-m", "second");
    const plan = await done(
      sandbox.command(["plan", "--matrix", "--changed", "--since", "HEAD~1"]),
    );
    const { waves } = JSON.parse(plan) as { waves: { include: { stack: string }[] }[] };
    deepStrictEqual(
      waves.map(({ include }) => column(include, "stack")),
      [["a.workloads"]],
    );
    const { answer, stderr } = await up("--changed", "--since", "HEAD~1");
    deepStrictEqual(column(answer.stacks, "stack"), ["a.workloads"]);
    deepStrictEqual(answer.changed, { leftOut: 3, statesRead: 1, since: "HEAD~1" });
    match(stderr, /sees changes of the inventory alone/);
    deepStrictEqual(await ran(), []);
  });

  it("is refused where it leaves out what must be done", async () => {
    const refusals = [
      ["destroy", "--changed"],
      ["refresh", "--changed"],
      ["up", "--changed", "--refresh"],
      ["up", "--since", "HEAD"],
    ];
    const said = [];
    for (const args of refusals) said.push(await refused(sandbox.command([...args, "--yes"])));
    match(said[0] ?? "", /destroy must be given without --changed/);
    match(said[1] ?? "", /refresh must be given without --changed/);
    match(said[2] ?? "", /--changed and --refresh must not be given together/);
    match(said[3] ?? "", /--since REVISION must be given with --changed/);
  });

  it("runs after destroy what was destroyed", async () => {
    await sandbox.stacks(["destroy", "--only", "a.workloads"]);
    deepStrictEqual([await ran(), await ran()], [["a.workloads"], []]);
  });
});
