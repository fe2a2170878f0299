import { deepStrictEqual, match, rejects } from "node:assert";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import { RunRequest, type RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type RegisterResourceOutputsRequest,
  RegisterResourceResponse,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { programWorkers } from "../../../../cli/stacks/engine/program-workers";
import { column } from "../../../facts";

/** A program that counts its runs. The stack's name says what it does. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
let runs = 0;
module.exports = async () => {
  runs += 1;
  const stack = pulumi.getStack();
  if (stack === "refuses") throw new pulumi.RunError("no such account");
  if (stack === "forgets") Promise.reject(new pulumi.RunError("nobody waits for this"));
  if (stack === "breaks") undefined.property;
  if (stack === "fails late") setTimeout(() => Promise.reject(new Error("too late")), 200);
  if (stack === "waits") await new Promise(() => Promise.reject(new pulumi.RunError("in vain")));
  if (stack === "prints") console.error("failed to deliver log message");
  if (stack === "never ends") await new Promise(() => {});
  return { runs, stack, inventory: process.env.INVENTORY };
};`;

describe("the threads that run the program", () => {
  const directory = mkdtempSync(join(tmpdir(), "program-"));
  const program = join(directory, "index.js");
  let engine: FakeEngine;
  let withProgram: ReturnType<typeof programWorkers>;

  before(async () => {
    symlinkSync(resolve("node_modules"), join(directory, "node_modules"));
    writeFileSync(program, PROGRAM);
    engine = await fakeEngine();
  });
  beforeEach(() => {
    engine.outputs.length = 0;
    engine.ended.length = 0;
    engine.errors.length = 0;
    withProgram = programWorkers(program, { INVENTORY: "landing-zone.yaml" });
  });
  after(() => {
    engine.server.forceShutdown();
    rmSync(directory, { recursive: true });
  });

  const run = (stack: string) =>
    withProgram(async (address) => {
      const response = await engine.run(address, stack);
      if (response.getBail()) throw new Error(`${stack} failed`);
    });

  it("load it once for stacks that run one after the other", async () => {
    await run("first");
    await run("second");
    deepStrictEqual(engine.outputs, [
      { runs: 1, stack: "first", inventory: "landing-zone.yaml" },
      { runs: 2, stack: "second", inventory: "landing-zone.yaml" },
    ]);
  });

  it("are as many as the stacks that run at a time", async () => {
    await Promise.all([run("one"), run("other")]);
    deepStrictEqual(column(engine.outputs, "runs"), [1, 1]);
  });

  it("tell the engine why the program failed: of an error that is meant for the user, its message alone", async () => {
    for (const stack of ["refuses", "forgets", "waits", "breaks"]) {
      await rejects(run(stack), { message: `${stack} failed` });
    }
    const [broken = "", ...told] = engine.errors.toReversed();
    deepStrictEqual(told.toReversed(), ["no such account", "nobody waits for this", "in vain"]);
    match(broken, /^TypeError: .*\n +at .*index\.js/);
  });

  it("end a program that waits for what never comes, and say so", async () => {
    withProgram = programWorkers(program, {}, 500);
    await rejects(run("never ends"), { message: "never ends failed" });
    match(engine.errors.join(), /^the program of the stack waits for what does not come/);
  });

  it("say nothing of an engine that has gone", async () => {
    const printed: string[] = [];
    const write = process.stderr.write;
    process.stderr.write = (text: string) => printed.push(String(text)) > 0;
    try {
      await rejects(run("outlives its engine"), { message: "outlives its engine failed" });
      // Pulumi prints what it cannot report to the engine.
      await run("prints");
    } finally {
      process.stderr.write = write;
    }
    deepStrictEqual([printed, engine.errors], [[], []]);
  });

  it("let the engine delete what is not declared only where the program has ended well", async () => {
    await rejects(run("forgets"));
    await run("first");
    deepStrictEqual(engine.ended, ["first"]);
  });

  it("are not used again after a failure that came after the run's end, nor fail the next stack by it", async () => {
    await run("fails late");
    await sleep(600);
    await run("second");
    deepStrictEqual(column(engine.outputs, "runs"), [1, 1]);
    deepStrictEqual(engine.errors, []);
  });

  it("are not used again after a run that failed", async () => {
    await run("first");
    await rejects(run("refuses"));
    await run("second");
    deepStrictEqual(column(engine.outputs, "runs"), [1, 1]);
  });
});

interface FakeEngine {
  server: grpc.Server;
  /** Outputs that the stacks had. */
  outputs: Record<string, unknown>[];
  /** Stacks that have said that they declare nothing more. */
  ended: string[];
  /** Errors that the programs reported. */
  errors: string[];
  /** Asks a language host to run a stack, as the engine does. */
  run(host: string, stack: string): Promise<RunResponse>;
}

/** The part of the engine that a program needs. */
async function fakeEngine(): Promise<FakeEngine> {
  const outputs: Record<string, unknown>[] = [];
  const ended: string[] = [];
  const errors: string[] = [];
  const server = new grpc.Server();
  server.addService(EngineService as unknown as grpc.ServiceDefinition, {
    log: (call: { request: LogRequest }, reply: grpc.sendUnaryData<Empty>) => {
      if (call.request.getSeverity() === 3) errors.push(call.request.getMessage());
      reply(null, new Empty());
    },
    setRootResource: (_call: unknown, reply: grpc.sendUnaryData<SetRootResourceResponse>) =>
      reply(null, new SetRootResourceResponse()),
  });
  server.addService(ResourceMonitorService as unknown as grpc.ServiceDefinition, {
    supportsFeature: (_call: unknown, reply: grpc.sendUnaryData<SupportsFeatureResponse>) =>
      reply(null, new SupportsFeatureResponse()),
    registerResource: (_call: unknown, reply: grpc.sendUnaryData<RegisterResourceResponse>) =>
      reply(null, new RegisterResourceResponse().setUrn("urn:pulumi:s::p::pulumi:pulumi:Stack::s")),
    registerResourceOutputs: (
      call: { request: RegisterResourceOutputsRequest },
      reply: grpc.sendUnaryData<Empty>,
    ) => {
      const held = call.request.getOutputs()?.toJavaScript();
      if (held?.stack === "outlives its engine") {
        return reply({ code: grpc.status.UNAVAILABLE, details: "Connection dropped" });
      }
      if (held && "runs" in held) outputs.push(held);
      reply(null, new Empty());
    },
    signalAndWaitForShutdown: (_call: unknown, reply: grpc.sendUnaryData<Empty>) => {
      ended.push(String(outputs.at(-1)?.stack));
      reply(null, new Empty());
    },
  });
  const credentials = grpc.ServerCredentials.createInsecure();
  const port = await promisify(server.bindAsync.bind(server))("127.0.0.1:0", credentials);
  const address = `127.0.0.1:${port}`;
  return {
    ...{ server, outputs, ended, errors },
    run: (host, stack) => {
      const client = new LanguageRuntimeClient(host, grpc.credentials.createInsecure());
      const request = new RunRequest()
        .setProject("eks-pod-secrets")
        .setStack(stack)
        .setMonitorAddress(address)
        .setArgsList([address]);
      return promisify<RunRequest, RunResponse>(client.run.bind(client))(request).finally(() =>
        client.close(),
      );
    },
  };
}
