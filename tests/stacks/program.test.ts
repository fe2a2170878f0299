import { deepStrictEqual, match, strictEqual } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import program = require("../../stacks");

import { none } from "../facts";
import { type MockedEngine, mockEngine, promiseOf } from "../sdk/components/mocked-engine";
import { outputs, zone } from "./reference";
import { holding } from "./run-stack";

const checkout = join(__dirname, "../..");

interface ProgramRun extends MockedEngine {
  outputs: unknown;
  /** The warnings that the engine printed. */
  warnings: string[];
  /** What the program ended with: the engine prints it, and deletes nothing. Each line is a mistake. */
  mistakes: string[];
}

/** Runs the program as the engine does, in a stack of this name and with the inventory that the configuration names. */
async function run(stack: string, inventory: string, held: object = {}): Promise<ProgramRun> {
  const engine = await mockEngine({
    stack,
    accounts: { aws: zone.accounts[0]?.id ?? "" },
    call: holding(held),
  });
  pulumi.runtime.setAllConfig({ "eks-pod-secrets:inventory": inventory });
  const warnings: string[] = [];
  const { warn } = pulumi.log;
  const log = pulumi.log as { warn: unknown };
  log.warn = (message: string) => warnings.push(message);
  try {
    const result = await promiseOf(pulumi.output<unknown>(await program()));
    await engine.settled();
    return { ...engine, outputs: result, warnings, mistakes: [] };
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) throw error;
    return { ...engine, outputs: undefined, warnings, mistakes: error.message.split("\n") };
  } finally {
    log.warn = warn;
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
    deepStrictEqual([stack.warnings, stack.mistakes], [[], []]);
  });

  it("ends with each mistake of the inventory once, by its place, and registers nothing", async () => {
    const file = inventory(
      'accounts:\n  a: { id: "1", region: eu-west-1 }\nsecrets:\n  db: { account: b }\n  db2: { account: c }\n',
    );
    const { children, mistakes, resources } = await run("a.secrets", file);
    deepStrictEqual(resources, []);
    deepStrictEqual(children(), []);
    strictEqual(mistakes.length > 1, true);
    for (const message of mistakes) {
      strictEqual(message.startsWith(`${file}:`), true, message);
      match(message.slice(file.length), /^:\d+:\d+: \S/);
    }
    strictEqual(new Set(mistakes).size, mistakes.length);
  });

  it("refuses a reader whose role its stack holds as another one's", async () => {
    const [reader] = zone.readers;
    const type = "aws:iam/role:Role";
    const urn = `urn:pulumi:account-a.workloads::p::eks-pod-secrets:index:PodReader$${type}::was-role`;
    const { children, mistakes } = await run(
      "account-a.workloads",
      join(checkout, "landing-zone.yaml"),
      { [urn]: { type, outputs: { arn: reader?.role.arn } } },
    );
    strictEqual(mistakes.length, 1);
    match(mistakes[0] ?? "", /^reader application-a of account-a\.workloads .* by another name/);
    none(children(), (child) => child.startsWith("aws:"));
  });

  it("prints a warning and goes on", async () => {
    const file = inventory(`
accounts: { a: { id: "111111111111", region: eu-west-1, administrators: ["arn:aws:iam::111111111111:role/admin"] } }
secrets:
  db: { account: a, sealed: true, rotation: { lambdaArn: "arn:aws:lambda:eu-west-1:111111111111:function:f", automaticallyAfterDays: 30 } }
`);
    const { children, warnings } = await run("a.secrets", file);
    strictEqual(warnings.length, 1);
    strictEqual(children().includes("aws:secretsmanager/secret:Secret db-secret"), true);
  });

  it("says which inventory is missing", async () => {
    const { mistakes, resources } = await run("a.secrets", join(directory, "none.yaml"));
    deepStrictEqual(resources, []);
    deepStrictEqual(mistakes, [
      `inventory ${join(directory, "none.yaml")} must be a file; create it, or name another: pulumi config set inventory FILE`,
    ]);
  });

  it("takes a directory for no inventory", async () => {
    mkdirSync(join(directory, "d"));
    const { mistakes } = await run("a.secrets", join(directory, "d"));
    match(mistakes[0] ?? "", /must be a file/);
  });

  it("does not read an inventory of 10 MB", async () => {
    const { mistakes, resources } = await run("a.secrets", inventory("#".repeat(10_000_000)));
    deepStrictEqual(resources, []);
    match(mistakes[0] ?? "", /inventory must be smaller than 10 MB, got 10000000 bytes/);
  });
});
