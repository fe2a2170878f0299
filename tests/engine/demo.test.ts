import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ATTEMPTS } from "../../sandbox/demo/attempts";
import type { Demo } from "../../sandbox/demo/deploy";
import { deployScenario, showFiles } from "../../sandbox/demo/scenario";
import { tryAttempts } from "../../sandbox/demo/try-attempts";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

describe("demo", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let demo: Demo;
  let shown: string[];

  before(async () => {
    sandbox = await engineHarness();
    const { data, connection, control } = sandbox;
    const show = (text: string) => void shown.push(text);
    const progress = {
      heading: show,
      line: show,
      now: () => {},
      done: (_: string, text: string) => show(text),
    };
    demo = { data, connection, control, progress, signal: new AbortController().signal };
  });
  beforeEach(() => {
    shown = [];
  });
  after(() => sandbox.remove());

  it("deploys four stacks, after which both pods read their secret", async () => {
    await deployScenario(demo);
    await showFiles(demo);
    deepStrictEqual(shown.slice(-4), [
      "  application-a$ cat /mnt/secret/secret-a",
      '{"user":"user1","password":"passwd1"}',
      "  application-b$ cat /mnt/secret/secret-b",
      "This is a Cross Account Secret",
    ]);
  });

  it("changes nothing the second time and says so", async () => {
    await deployScenario(demo);
    strictEqual(shown.at(-1), "  nothing changed: everything was as declared");
  });

  it("has every attempt refused and leaves no copy", async () => {
    const before = await sandbox.control.status();
    strictEqual(await tryAttempts(demo), ATTEMPTS.length);
    strictEqual(existsSync(join(sandbox.data.path, "throw-away")), false);
    deepStrictEqual(await sandbox.control.status(), before);
  });

  it("rejects when an attempt succeeds", async () => {
    const iam = new IAMClient(await sandbox.client("account-a"));
    const policy = { RoleName: "ascp-podidentity-cross", PolicyName: "more" };
    const Statement = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    await rejects(tryAttempts(demo), {
      message: `1 of ${ATTEMPTS.length} attempts: "application-b's role reads secret-a" succeeded`,
    });
    await iam.send(new DeleteRolePolicyCommand(policy));
  });
});
