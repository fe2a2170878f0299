import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import library from "../../package.json";
import { rules } from "../../policy-pack/rules";
import { builtFile } from "../built";
import { cases, type Resource } from "./cases";

/** What a rule says about resources when Pulumi asks it. */
async function said(name: string, resources: (Resource & Partial<PolicyResource>)[]) {
  const found: string[] = [];
  const report = (says: string) => void found.push(says);
  const rule = rules.find((one) => one.name === name);
  const all = resources.map((one) => ({ urn: one.type, propertyDependencies: {}, ...one }));
  if (rule && "validateStack" in rule) {
    await rule.validateStack({ resources: all } as never, report);
  } else if (rule && typeof rule.validateResource === "function") {
    for (const one of all)
      await rule.validateResource(one as never as ResourceValidationArgs, report);
  }
  return found;
}

describe("the policy pack", () => {
  it("has cases for each rule, and for no other", () => {
    deepStrictEqual(Object.keys(cases).sort(), rules.map(({ name }) => name).sort());
  });

  for (const [name, { passes, refuses }] of Object.entries(cases)) {
    it(`refuses what breaks ${name}`, async () => {
      for (const [words, ...resources] of refuses) {
        const found = await said(name, resources);
        strictEqual(found.length, 1, JSON.stringify({ found, resources }));
        match(found[0] ?? "", words);
      }
    });

    it(`passes what keeps ${name}`, async () => {
      for (const resources of passes) deepStrictEqual(await said(name, resources), []);
    });
  }

  it("passes the stacks of this package", async () => {
    const directory = join(__dirname, "../engine/releases/0.1.0");
    for (const file of readdirSync(directory).filter((one) => one.endsWith(".json"))) {
      const { deployment } = JSON.parse(readFileSync(join(directory, file), "utf8"));
      const held: StateResource[] = deployment.resources;
      const ours = held.map(({ inputs = {}, outputs = {}, type, urn }) => ({
        ...{ type, urn, props: { ...outputs, ...inputs } },
      }));
      for (const { name } of rules) deepStrictEqual(await said(name, ours), [], `${file}: ${name}`);
    }
  });
});

interface StateResource {
  type: string;
  urn: string;
  inputs?: object;
  outputs?: object;
}

const checkout = join(__dirname, "../..");

describe("the policy pack, run by Pulumi's own runner", function () {
  this.timeout(60_000);
  let directory: string;
  let runner: ChildProcess;
  let client: AnalyzerClient;
  before(async () => {
    const program = join(checkout, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    const pack = builtFile("policy-pack/index.js");
    directory = mkdtempSync(join(tmpdir(), "program-"));
    writeFileSync(join(directory, "package.json"), "{}");
    runner = spawn(process.execPath, [program, "127.0.0.1:1", pack], { cwd: directory });
    const [port] = await once(runner.stdout as NonNullable<typeof runner.stdout>, "data");
    const address = `127.0.0.1:${String(port).trim()}`;
    client = new AnalyzerClient(address, grpc.credentials.createInsecure());
  });
  after(() => {
    client.close();
    runner.kill();
    rmSync(directory, { recursive: true, force: true });
  });

  it("has a version of its own, whatever program it is run for", async () => {
    const info = await answer<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    strictEqual(info.getVersion(), library.version);
  });

  it("tells its rules", async () => {
    const info = await answer<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    deepStrictEqual(
      info
        .getPoliciesList()
        .map((one) => one.getName())
        .sort(),
      rules.map(({ name }) => name).sort(),
    );
  });

  it("refuses a resource by the rule that it breaks", async () => {
    const request = new AnalyzeRequest();
    const type = "aws:secretsmanager/secretVersion:SecretVersion";
    request.setType(type);
    request.setName("orders");
    request.setOptions(new AnalyzerResourceOptions());
    request.setUrn(`urn:pulumi:test::shop::${type}::orders`);
    request.setProperties(Struct.fromJavaScript({ secretId: "orders", secretString: "marzipan" }));
    const found = await answer<AnalyzeResponse>((done) => client.analyze(request, done));
    deepStrictEqual(
      found.getDiagnosticsList().map((one) => [one.getPolicyname(), one.getEnforcementlevel()]),
      [["no-secret-value", 1]],
    );
  });
});

function answer<T>(ask: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    ask((error, value) => (error ? reject(error) : resolve(value))),
  );
}
