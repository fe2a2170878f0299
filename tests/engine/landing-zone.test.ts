import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteResourcePolicyCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { stacksShape } from "../../cli/stacks/stacks-shape";
import { previewShape } from "../../cli/verbs/preview/shape";
import { statusShape } from "../../cli/verbs/status/shape";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { pulumiEnvironment } from "../../sandbox/engine/environment";
import { checkoutDirectory } from "../../sandbox/instance/checkout";
import { profilesEnvironment } from "../../sandbox/instance/profiles";
import { run } from "../cli/support";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

const VALUES = { "secret-a": "swordfish-of-account-a", "secret-b": "marzipan-of-account-b" };

describe("one command for every account", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let env: Record<string, string>;

  before(async () => {
    sandbox = await engineHarness(
      readFileSync(join(checkoutDirectory(), "landing-zone.yaml"), "utf8"),
    );
    const { connection, data } = sandbox;
    env = { ...(await profilesEnvironment(data, connection)), ...pulumiEnvironment(data) };
  });
  after(() => sandbox.remove());

  async function stacks(args: string[]) {
    const { code, stderr, stdout } = await run([...args, "--yes", "--json"], { env });
    ok(code !== 2, stderr);
    return { code, ...stacksShape.parse(JSON.parse(stdout)) };
  }

  it("goes on after everything was killed, and making nothing twice", async () => {
    await killedUp("account-b.secrets: up");
    const { code, stacks: ended } = await stacks(["up", "--only", "*.cluster", "*.secrets"]);
    deepStrictEqual(
      [code, ended.map(({ reason, result }) => reason ?? result)],
      [0, ["done", "done", "done"]],
    );
  });

  it("says which values are missing before any pod waits for them", async () => {
    const { code, stacks: ended } = await stacks(["up", "--only", "account-a.workloads"]);
    strictEqual(code, 1);
    match(ended[0]?.reason ?? "", /values that are missing: secret-a, secret-b; /);
  });

  it("deploys the rest once they are put, and every pod reads", async () => {
    for (const [name, value] of Object.entries(VALUES)) {
      const { code, stderr } = await run(["put", name], { env, input: value });
      strictEqual(code, 0, stderr);
    }
    const { result, stacks: ended } = await stacks(["up"]);
    strictEqual(result, "done");
    ok(ended.slice(0, 3).every(({ changes }) => Object.keys(changes).join() === "same"));

    const verified = await run(["verify", "--json"], { env });
    strictEqual(verified.code, 0, verified.stdout);
    strictEqual(verifyShape.parse(JSON.parse(verified.stdout)).result, "verified");
    ok(Object.values(VALUES).every((value) => !verified.stdout.includes(value)));

    const status = await run(["status", "--json"], { env });
    strictEqual(status.code, 0, status.stdout);
    strictEqual(statusShape.parse(JSON.parse(status.stdout)).result, "complete");
  });

  it("previews no change, and with --refresh what was changed by hand, and leaves it so", async () => {
    const preview = async (...args: string[]) => {
      const { code, stdout } = await run(["preview", "--expect-no-changes", "--json", ...args], {
        env,
      });
      const { stacks: previewed } = previewShape.parse(JSON.parse(stdout));
      return [code, previewed.flatMap(({ steps }) => steps)] as const;
    };
    const secretsManager = new SecretsManagerClient(await sandbox.client("account-b"));
    await secretsManager.send(new DeleteResourcePolicyCommand({ SecretId: "secret-b" }));
    const type = "aws:secretsmanager/secretPolicy:SecretPolicy";
    const drift = { operation: "create", type, name: "secret-b-policy", properties: [] };
    deepStrictEqual(await preview(), [0, []]);
    deepStrictEqual(await preview("--refresh"), [1, [drift]]);
    deepStrictEqual(await preview(), [0, []]);
  });

  it("takes everything down in reverse order", async () => {
    const { result, stacks: ended } = await stacks(["destroy"]);
    strictEqual(result, "done");
    strictEqual(ended[0]?.stack, "account-a.workloads");
    strictEqual(ended.at(-1)?.stack, "account-a.cluster");
  });

  it("says that what it took down can be restored", async () => {
    const { code, stdout } = await run(["status", "--json"], { env });
    strictEqual(code, 1);
    deepStrictEqual(
      statusShape.parse(JSON.parse(stdout)).values.map(({ value }) => value),
      ["scheduled for deletion", "scheduled for deletion"],
    );
  });

  /** Runs `up`, and kills it with every process that it began when it says this. */
  function killedUp(says: string): Promise<void> {
    const program = ["--import", "tsx", join(checkoutDirectory(), "cli/main.ts"), "up", "--yes"];
    const child = spawn(process.execPath, program, {
      cwd: checkoutDirectory(),
      env: { HOME: env.PULUMI_HOME, ...env },
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    let timer: NodeJS.Timeout | undefined;
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      // A while later, amid the stack's resources.
      if (!said.includes(says)) return;
      timer ??= setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), 1_500);
    });
    return new Promise((resolve, reject) => {
      child.once("close", (_, signal) => {
        clearTimeout(timer);
        if (signal === "SIGKILL") resolve();
        else reject(new Error(`up ended by itself: ${said}`));
      });
    });
  }
});
