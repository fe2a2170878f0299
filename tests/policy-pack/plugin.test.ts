import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
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
