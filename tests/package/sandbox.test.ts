import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeProgram, otherWarnings, type Program, packageOf, run } from "./installed";

const ACCOUNT = ["--account", "111111111111"];

const FILES = {
  "Pulumi.yaml": "name: orders\nruntime: nodejs\nmain: index.js\n",
  "index.js": `
    const { PodSecret, PodSecretKey } = require("eks-pod-secrets");
    const key = new PodSecretKey("orders", { keyAlias: "orders" });
    const secret = new PodSecret("db", { secretName: "orders/db", keyArn: key.keyArn });
    exports.secretArn = secret.secretArn;`,
};

describe("the sandbox without a checkout", () => {
  let program: Program;
  before(() => {
    const names = ["eks-pod-secrets", "@eks-pod-secrets/cli", "@eks-pod-secrets/sandbox"];
    program = makeProgram(
      names.map((name) => packageOf(name).tarball),
      FILES,
    );
    sandbox(["start"]);
  });
  after(() => {
    sandbox(["destroy"]);
    rmSync(program.directory, { recursive: true });
  });

  function sandbox(args: string[], code = 0) {
    return run(program.directory, "npx", ["eks-pod-secrets", "sandbox", ...args], code);
  }

  function pulumi(...args: string[]): string {
    const command = ["pulumi", ...args, "--stack", "test", "--non-interactive"];
    return sandbox(["exec", ...ACCOUNT, "--pulumi", "--", ...command]).stdout;
  }

  it("brings no warning of npm's but of Pulumi's packages and of the store's", () => {
    const known = /^(@pulumi\/|protobufjs$|lmdb$|msgpackr-extract$)/;
    deepStrictEqual(otherWarnings(program, known), []);
  });

  it("is kept in the directory from which it was started", () => {
    ok(existsSync(join(program.directory, ".sandbox")));
    match(sandbox(["status"]).stdout, /127\.0\.0\.1/);
  });

  it("deploys a program of the user's own, and finds it unchanged", () => {
    pulumi("stack", "init");
    pulumi("up", "--yes", "--skip-preview");
    match(pulumi("stack", "output", "secretArn"), /^arn:aws:secretsmanager:.*:secret:orders\/db-/);
    pulumi("preview", "--expect-no-changes");
  });

  it("prints variables that leave pulumi in the user's project", () => {
    const { stdout } = sandbox(["env", ...ACCOUNT.slice(1), "--pulumi"]);
    match(stdout, /^unset PULUMI_OPTION_CWD$/m);
  });

  it("keeps its state over a stop", () => {
    strictEqual(sandbox(["stop"]).stdout, "sandbox stopped\n");
    strictEqual(sandbox(["status"], 1).stdout, "sandbox is not running\n");
    sandbox(["start"]);
    pulumi("preview", "--refresh", "--expect-no-changes");
  });
});
