import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { runEnvironment } from "../../../sandbox/engine/environment";
import { installExecutables } from "../../../sandbox/engine/executables";
import { engineSources, findEngine } from "../../../sandbox/engine/find-engine";
import { runStack, StackRunError } from "../../../sandbox/engine/run-stack";
import { checkoutDirectory } from "../../../sandbox/instance/checkout";
import {
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../../../sandbox/instance/data-directory";
import { ENGINE_TIMEOUT } from "../../engine/harness";

/** Components only: no provider takes part. `FAIL` and `SLOW` are the program's own switches. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Part extends pulumi.ComponentResource {
  constructor(name) { super("test:index:Part", name, {}); this.registerOutputs({}); }
}
for (const name of (process.env.PARTS ?? "one").split(",")) new Part(name);
if (process.env.FAIL) throw new pulumi.RunError("the program refuses");
if (process.env.SLOW) setTimeout(() => {}, 60_000);
exports.root = pulumi.getRootDirectory();
exports.hidden = pulumi.secret("plaintext");
`;

describe("runStack", function () {
  this.timeout(ENGINE_TIMEOUT);
  let data: DataDirectory;
  let environment: Record<string, string>;
  const up = (variables: Record<string, string> = {}, signal?: AbortSignal) =>
    runStack({
      ...{ data, stack: "account-a.test", operation: "up", signal },
      environment: { ...environment, ...variables },
    });

  before(async () => {
    data = dataDirectory(mkdtempSync(join(tmpdir(), "run-stack-")));
    const connection = await prepareDataDirectory(data);
    installExecutables(data, await findEngine(engineSources([data.bin]), console.error), {});
    const program = join(data.path, "program");
    mkdirSync(program);
    symlinkSync(join(checkoutDirectory(), "node_modules"), join(program, "node_modules"));
    writeFileSync(join(program, "package.json"), "{}");
    writeFileSync(join(program, "index.js"), PROGRAM);
    writeFileSync(
      join(data.project, "Pulumi.yaml"),
      `name: eks-pod-secrets\nruntime: { name: nodejs, options: { typescript: false } }\nmain: ${program}\n`,
    );
    environment = runEnvironment(data, connection, {
      ...{ id: "111111111111", region: "us-east-1" },
      ...{ accessKeyId: "key", secretAccessKey: "secret" },
    });
  });
  after(() => rmSync(data.path, { recursive: true }));

  it("creates the stack and its resources, and answers outputs without secret values", async () => {
    const run = await up();
    deepStrictEqual(run.changes, { create: 2 });
    deepStrictEqual(run.steps.map(({ op, name }) => `${op} ${name}`).sort(), [
      "create eks-pod-secrets-account-a.test",
      "create one",
    ]);
    strictEqual(run.outputs.root, data.project);
    strictEqual(run.outputs.hidden, "[secret]");
  });

  it("changes nothing the second time", async () => {
    const run = await up();
    deepStrictEqual([run.changes, run.steps], [{ same: 2 }, []]);
  });

  it("says what a preview would do and does not do it", async () => {
    const preview = () =>
      runStack({
        ...{ data, stack: "account-a.test", operation: "preview" },
        environment: { ...environment, PARTS: "one,two" },
      });
    deepStrictEqual((await preview()).changes, { create: 1, same: 2 });
    deepStrictEqual((await preview()).changes, { create: 1, same: 2 });
  });

  it("rejects with the program's own error", async () => {
    await rejects(up({ FAIL: "1" }), (error) => {
      strictEqual(error instanceof StackRunError, true);
      match((error as Error).message, /^account-a\.test: .*the program refuses/s);
      return true;
    });
  });

  it("leaves the checkout without a settings file", () => {
    const settings = readdirSync(checkoutDirectory()).filter((name) =>
      name.includes("account-a.test"),
    );
    deepStrictEqual(settings, []);
  });

  it("goes on after a run that was killed", async () => {
    const killed = spawn(
      "pulumi",
      ["up", "--stack", "account-a.test", "--yes", "--skip-preview", "--non-interactive"],
      {
        env: { ...environment, SLOW: "1", PARTS: "one,two" },
        stdio: "ignore",
      },
    );
    const locks = join(
      data.backend,
      ".pulumi",
      "locks",
      "organization",
      "eks-pod-secrets",
      "account-a.test",
    );
    while (!existsSync(locks) || readdirSync(locks).every((name) => !name.endsWith(".json"))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    killed.kill("SIGKILL");
    await new Promise((resolve) => killed.once("exit", resolve));
    await up({ PARTS: "one,two" });
    deepStrictEqual((await up({ PARTS: "one,two" })).changes, { same: 3 });
  });

  it("rejects while another machine holds the lock, and leaves that lock", async () => {
    const locks = join(
      data.backend,
      ".pulumi",
      "locks",
      "organization",
      "eks-pod-secrets",
      "account-a.test",
    );
    mkdirSync(locks, { recursive: true });
    const lock = join(locks, "11111111-1111-1111-1111-111111111111.json");
    const holder = {
      pid: 1,
      username: "someone",
      hostname: `not-${hostname()}`,
      timestamp: new Date(),
    };
    writeFileSync(lock, JSON.stringify(holder));
    try {
      await rejects(up(), /currently locked by 1 lock/);
      strictEqual(existsSync(lock), true);
    } finally {
      rmSync(lock);
    }
  });

  it("stops when it is asked to and can go on", async () => {
    const abort = new AbortController();
    const stopped = runStack({
      ...{ data, stack: "account-a.test", operation: "up", signal: abort.signal },
      environment: { ...environment, SLOW: "1" },
      onEvent: ({ resOutputsEvent }) => resOutputsEvent && abort.abort(),
    });
    await rejects(stopped, StackRunError);
    await up({ PARTS: "one" });
  });

  it("destroys every resource", async () => {
    const run = await runStack({
      ...{ data, environment, stack: "account-a.test", operation: "destroy" },
    });
    deepStrictEqual(run.changes, { delete: 2 });
  });
});
