import { deepStrictEqual, match, strictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { builtFile } from "../built";
import { column, none } from "../facts";
import { type MockedEngine, mockEngine, promiseOf } from "../sdk/components/mocked-engine";
import { outputs, zone } from "./reference";
import { holding, landingZone, runStack, SHOP, type StackRun } from "./run-stack";
import { runAnew } from "./vocabulary";

import program = require("../../stacks");

const checkout = join(__dirname, "../..");

interface ProgramRun extends MockedEngine {
  outputs: unknown;
  /** Warnings that the engine printed. */
  warnings: string[];
  /** The mistakes that ended the program, one in each line. The engine prints them, and deletes nothing. */
  mistakes: string[];
}

/** Runs the program as the engine does, in a stack of this name, with the inventory that the configuration names. */
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

  it("refuses another path of a role that its stack holds under the same name", async () => {
    const arn = zone.readers[0]?.role.arn.replace(":role/", ":role/team/");
    const type = "aws:iam/role:Role";
    const urn = `urn:pulumi:account-a.workloads::p::eks-pod-secrets:index:PodReader$${type}::application-a-role`;
    const { children, mistakes } = await run(
      "account-a.workloads",
      join(checkout, "landing-zone.yaml"),
      { [urn]: { type, outputs: { arn } } },
    );
    strictEqual(mistakes.length, 1);
    match(
      mistakes[0] ?? "",
      /^reader application-a of account-a\.workloads: role \/(\S+) cannot take the place of role \/team\/\1: /,
    );
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

  it("reads the inventory, and what it includes, as it is when each stack of a thread runs", async () => {
    const accounts = ["a", "b"].map(
      (id, at) => `  ${id}: { id: "11111111111${at}", region: eu-west-1 }`,
    );
    const file = inventory(["include: [more.yaml]", "accounts:", ...accounts, ""].join("\n"));
    const declare = (id: string, ...of: string[]) =>
      writeFileSync(
        join(directory, "more.yaml"),
        ["secrets:", ...of.map((one) => `  ${id}-${one}: { account: ${one} }`), ""].join("\n"),
      );
    const secretsOf = async (account: string) =>
      (await run(`${account}.secrets`, file))
        .children()
        .filter((child) => child.startsWith("aws:secretsmanager/secret:Secret "))
        .map((child) => child.split(" ").at(-1));
    declare("db", "a", "b");
    deepStrictEqual(
      [await secretsOf("a"), await secretsOf("b")],
      [["db-a-secret"], ["db-b-secret"]],
    );
    declare("web", "b");
    deepStrictEqual([await secretsOf("b")], [["web-b-secret"]]);
    writeFileSync(file, "");
    deepStrictEqual((await run("b.secrets", file)).mistakes.length > 0, true);
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

/** The resources of these types that a stack with this setting protects from deletion. */
async function protectedBy(
  setting: string | undefined,
  stack: string,
  types: RegExp,
): Promise<string[]> {
  pulumi.runtime.setAllConfig(setting === undefined ? {} : { "eks-pod-secrets:protect": setting });
  try {
    const { registered } = await runAnew(stack);
    return registered
      .filter(({ protect, resource }) => protect && types.test(resource))
      .map(({ resource }) => resource)
      .sort();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
}

describe("setting protect", () => {
  it("keeps keys and secrets from being deleted", async () => {
    deepStrictEqual(await protectedBy("true", "data.secrets", /^aws:.*:(Secret|Key) /), [
      "aws:kms/key:Key orders-eu-central-1-key",
      "aws:kms/key:Key orders-eu-west-1-key",
      "aws:secretsmanager/secret:Secret orders/db-secret",
    ]);
  });

  it("keeps created clusters from being deleted", async () => {
    deepStrictEqual(await protectedBy("true", "platform.cluster", /./), ["eks:index:Cluster lab"]);
  });

  for (const setting of [undefined, "false"]) {
    it(`protects nothing where it is ${setting ?? "absent"}`, async () => {
      deepStrictEqual(await protectedBy(setting, "data.secrets", /./), []);
      deepStrictEqual(await protectedBy(setting, "platform.cluster", /./), []);
    });
  }
});

/** npm's resolver downloads with pacote. The Automation API runs the CLI with execa. */
const PROGRAM = `
  require(${JSON.stringify(builtFile("stacks/index.js"))});
  const { automation, runtime } = require("@pulumi/pulumi");
  const loaded = () => ["typescript", "pacote", "execa"].map((name) =>
    Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/")));
  const before = loaded();
  const use = [runtime.serializeFunction(() => "marzipan"), runtime.computeCodePaths()];
  Promise.all(use).then(([{ text }, paths]) => {
    const used = [text.includes("marzipan"), paths.size > 0, "create" in automation.LocalWorkspace];
    console.log(JSON.stringify({ before, used, after: loaded() }));
  });`;

describe("the program of a stack", () => {
  it("loads what Pulumi needs for functions, and to run the engine itself, only where that is used", () => {
    const { stdout } = spawnSync(process.execPath, ["--eval", PROGRAM], {
      cwd: join(__dirname, "../../cli"), // a package with dependencies, whose files are code paths
      encoding: "utf8",
    });
    deepStrictEqual(JSON.parse(stdout), {
      before: [false, false, false],
      used: [true, true, true],
      after: [true, true, true],
    });
  });
});

const secret = "aws:secretsmanager/secret:Secret";
const secretPolicy = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** The owner's stack of a valid inventory. */
function ownersStack(secrets: string, readers = "{}"): Promise<StackRun> {
  const zone = landingZone(`
accounts:
  platform: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1 }
clusters: { shop: { account: platform, existing: true } }
secrets:
  ${secrets}
readers: ${readers}
`);
  return runStack(zone, "data.secrets", {
    accounts: { aws: "222222222222" },
    regions: { "": "us-east-1", aws: "us-east-1" },
    stacks: { "organization/eks-pod-secrets/platform.cluster": { clusters: { shop: SHOP } } },
  });
}

function statementsOf(stack: StackRun, name: string) {
  return stack.statementsOf(`${name}-policy`);
}

describe("an inventory that check takes", () => {
  it("deploys a secret of style attributes that has lost its last reader, and leaves it closed", async () => {
    const stack = await ownersStack("db: { account: data, key: orders, style: attributes }");
    strictEqual(stack.one(secret, "db-secret").inputs.tags?.["kubernetes-namespace"], undefined);
    none(stack.children(), (child) => child.startsWith(secretPolicy));
    deepStrictEqual(
      column(stack.statementsOf("orders-us-east-1-policy") as { Sid: string }[], "Sid"),
      ["Enable IAM User Permissions"],
    );
  });

  it("deploys a sealed secret that has lost its last reader, and lets nobody read it", async () => {
    const stack = await ownersStack("db: { account: data, key: orders, sealed: true }");
    deepStrictEqual(statementsOf(stack, "db"), [
      {
        Sid: "Sealed",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ]);
  });

  it("deploys a replica under the AWS managed key where no other account reads", async () => {
    const stack = await ownersStack(
      "db: { account: data, key: orders, replicas: [{ region: us-west-2 }] }",
      "{ api: { cluster: shop, namespace: web, serviceAccount: api, reads: [db] } }",
    );
    deepStrictEqual(stack.one(secret, "db-secret").inputs.replicas, [{ region: "us-west-2" }]);
    strictEqual(statementsOf(stack, "db").length, 1);
  });
});
