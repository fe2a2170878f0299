import { match, strictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtFile } from "../built";

describe("sandbox command", function () {
  this.timeout(60_000);
  let parent: string;
  let data: string;
  before(() => {
    parent = mkdtempSync(join(tmpdir(), "sandbox-command-"));
    data = join(parent, "sandbox");
  });
  after(() => {
    sandbox("destroy");
    rmSync(parent, { recursive: true });
  });

  function sandbox(...args: string[]) {
    return spawnSync(process.execPath, [builtFile("sandbox/command/main.js"), ...args], {
      encoding: "utf8",
      env: { ...process.env, EKS_POD_SECRETS_SANDBOX: data },
    });
  }

  it("says that nothing runs before the first start", () => {
    const { status, stdout } = sandbox("status");
    strictEqual(status, 1);
    strictEqual(stdout, "sandbox is not running\n");
    strictEqual(existsSync(data), false);
  });

  it("starts once", () => {
    match(
      sandbox("start").stdout,
      /^sandbox started on http:\/\/127\.0\.0\.1:\d+, a stand-in for AWS\n$/,
    );
    match(sandbox("start").stdout, /^sandbox runs already/);
    strictEqual(JSON.parse(sandbox("status", "--json").stdout).running, true);
  });

  it("prints an administrator's credentials, the same every time, for a shell to read", () => {
    const first = sandbox("env", "account-b").stdout;
    strictEqual(sandbox("env", "222222222222").stdout, first);
    const script = `${first}\necho "$AWS_ENDPOINT_URL $AWS_REGION \${AWS_PROFILE-none}"`;
    const { stdout } = spawnSync("sh", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, AWS_PROFILE: "production" },
    });
    match(stdout, /^http:\/\/127\.0\.0\.1:\d+ us-east-1 none\n$/);
  });

  it("rejects an account that the inventory does not declare", () => {
    const { status, stderr } = sandbox("env", "account-z");
    strictEqual(status, 2);
    strictEqual(
      stderr,
      "sandbox: account must be one of account-a, account-b or a twelve-digit id, got account-z\n",
    );
  });

  it("rejects an unknown command", () => {
    strictEqual(sandbox("begin").status, 2);
  });

  it("keeps its state and its address over a stop", () => {
    const credentials = sandbox("env", "account-a").stdout;
    strictEqual(sandbox("stop").stdout, "sandbox stopped\n");
    strictEqual(sandbox("stop").stdout, "sandbox was not running\n");
    strictEqual(sandbox("env", "account-a").status, 1);
    sandbox("start");
    strictEqual(sandbox("env", "account-a").stdout, credentials);
  });

  it("leaves nothing when it is destroyed", () => {
    const { pid } = JSON.parse(sandbox("status", "--json").stdout);
    sandbox("destroy");
    strictEqual(existsSync(data), false);
    strictEqual(spawnSync("kill", ["-0", String(pid)]).status === 0, false);
    strictEqual(sandbox("destroy").stdout, "there is no sandbox\n");
  });
});
