import { deepStrictEqual, match, strictEqual } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import program = require("../../stacks");

import { type MockedEngine, mockEngine, promiseOf } from "../components/mocked-engine";
import { outputs, zone } from "./reference";

const checkout = join(__dirname, "../..");

interface ProgramRun extends MockedEngine {
  outputs: unknown;
  /** What the engine printed. */
  logged: { severity: "error" | "warn"; message: string }[];
}

/** Runs the program as the engine does, in a stack of this name and with the inventory that the configuration names. */
async function run(stack: string, inventory: string): Promise<ProgramRun> {
  const engine = await mockEngine({
    stack,
    accounts: { aws: zone.accounts[0]?.id ?? "" },
  });
  pulumi.runtime.setAllConfig({ "eks-pod-secrets:inventory": inventory });
  const logged: ProgramRun["logged"] = [];
  const { error, warn } = pulumi.log;
  const log = pulumi.log as { error: unknown; warn: unknown };
  log.error = (message: string) => logged.push({ severity: "error", message });
  log.warn = (message: string) => logged.push({ severity: "warn", message });
  try {
    const result = await promiseOf(pulumi.output<unknown>(await program()));
    await engine.settled();
    return { ...engine, outputs: result, logged };
  } finally {
    Object.assign(log, { error, warn });
    pulumi.runtime.setAllConfig({});
  }
}

describe("program", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-"));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  function inventory(text: string): string {
    const file = join(directory, "landing-zone.yaml");
    writeFileSync(file, text);
    return file;
  }

  it("deploys the stack that its name says", async () => {
    const stack = await run("account-a.secrets", join(checkout, "landing-zone.yaml"));
    deepStrictEqual(stack.outputs, outputs["account-a.secrets"]);
    deepStrictEqual(stack.logged, []);
  });

  it("prints each mistake of the inventory once, by its place, and registers nothing", async () => {
    const file = inventory(
      'accounts:\n  a: { id: "1", region: eu-west-1 }\nsecrets:\n  db: { account: b }\n  db2: { account: c }\n',
    );
    const { children, logged, resources } = await run("a.secrets", file);
    deepStrictEqual(resources, []);
    deepStrictEqual(children(), []);
    strictEqual(logged.length > 0, true);
    for (const { message, severity } of logged) {
      strictEqual(severity, "error");
      strictEqual(message.startsWith(`${file}:`), true, message);
      match(message.slice(file.length), /^:\d+:\d+: \S/);
    }
    strictEqual(new Set(logged.map(({ message }) => message)).size, logged.length);
  });

  it("prints a warning and goes on", async () => {
    const file = inventory(`
accounts: { a: { id: "111111111111", region: eu-west-1, administrators: ["arn:aws:iam::111111111111:role/admin"] } }
secrets:
  db: { account: a, sealed: true, rotation: { lambdaArn: "arn:aws:lambda:eu-west-1:111111111111:function:f", automaticallyAfterDays: 30 } }
`);
    const { children, logged } = await run("a.secrets", file);
    deepStrictEqual(
      logged.map(({ severity }) => severity),
      ["warn"],
    );
    strictEqual(children().includes("aws:secretsmanager/secret:Secret db-secret"), true);
  });

  it("says which inventory is missing", async () => {
    const { logged, resources } = await run("a.secrets", join(directory, "none.yaml"));
    deepStrictEqual(resources, []);
    deepStrictEqual(logged, [
      {
        severity: "error",
        message: `inventory ${join(directory, "none.yaml")} must be a file; create it, or name another: pulumi config set inventory FILE`,
      },
    ]);
  });

  it("takes a directory for no inventory", async () => {
    mkdirSync(join(directory, "d"));
    const { logged } = await run("a.secrets", join(directory, "d"));
    match(logged[0]?.message ?? "", /must be a file/);
  });

  it("does not read an inventory of 10 MB", async () => {
    const { logged, resources } = await run("a.secrets", inventory("#".repeat(10_000_000)));
    deepStrictEqual(resources, []);
    match(logged[0]?.message ?? "", /inventory must be smaller than 10 MB, got 10000000 bytes/);
  });
});
