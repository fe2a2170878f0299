import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  InstallDependenciesRequest,
  type InstallDependenciesResponse,
  LanguageHandshakeRequest,
  type LanguageHandshakeResponse,
  ProgramInfo,
  RunPluginRequest,
  type RunPluginResponse,
  RunRequest,
  type RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { builtFile } from "../../built";
import { newDirectory } from "../../directories";

describe("language host", () => {
  let host: ChildProcess;
  let client: LanguageRuntimeClient;
  let directory: string;

  before(async () => {
    directory = newDirectory();
    host = spawn(process.execPath, [builtFile("sandbox/pulumi/language-host.js"), "127.0.0.1:1"]);
    const port = await new Promise<string>((resolve) => {
      host.stdout?.once("data", (data: Buffer) => resolve(data.toString().trim()));
    });
    client = new LanguageRuntimeClient(
      `127.0.0.1:${port}`,
      grpc.ChannelCredentials.createInsecure(),
    );
  });
  after(() => {
    client.close();
    host.kill();
  });

  it("answers the engine's handshake and says its version", async () => {
    await new Promise<LanguageHandshakeResponse>((resolve, reject) => {
      const request = new LanguageHandshakeRequest().setEngineAddress("127.0.0.1:1");
      client.handshake(request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
    const info = await new Promise<PluginInfo>((resolve, reject) =>
      client.getPluginInfo(new Empty(), (error, answer) =>
        error ? reject(error) : resolve(answer),
      ),
    );
    strictEqual(info.getVersion(), "3.248.0");
  });

  it("fails a run whose program cannot be loaded", async () => {
    const info = new ProgramInfo()
      .setRootDirectory(directory)
      .setProgramDirectory(directory)
      .setEntryPoint("missing.js");
    const request = new RunRequest()
      .setProject("project")
      .setStack("stack")
      .setMonitorAddress("127.0.0.1:1")
      .setInfo(info);
    const response = await new Promise<RunResponse>((resolve, reject) =>
      client.run(request, (error, answer) => (error ? reject(error) : resolve(answer))),
    );
    strictEqual(response.getError() !== "" || response.getBail(), true);
  });

  it("streams what a plugin prints, then its exit code", async () => {
    writeFileSync(join(directory, "package.json"), '{"main":"index.js"}');
    writeFileSync(
      join(directory, "index.js"),
      "require('node:fs').writeFileSync('seen', process.env.SEEN); console.log('port 1'); process.exit(7);",
    );
    const info = new ProgramInfo().setRootDirectory(directory).setProgramDirectory(directory);
    const request = new RunPluginRequest().setPwd(directory).setInfo(info).setEnvList(["SEEN=a=b"]);
    const answers: RunPluginResponse[] = [];
    await new Promise((resolve, reject) => {
      const stream = client.runPlugin(request);
      stream.on("data", (answer: RunPluginResponse) => answers.push(answer));
      stream.on("error", reject).on("end", resolve);
    });
    const said = answers.map((answer) => Buffer.from(answer.getStdout_asU8()).toString()).join("");
    strictEqual(said, "port 1\n");
    deepStrictEqual(answers.at(-1)?.getExitcode(), 7);
    strictEqual(readFileSync(join(directory, "seen"), "utf8"), "a=b");
  });

  it("installs with npm what a program or a plugin depends on, and says what npm says", async () => {
    const program = join(directory, "program");
    const part = join(program, "part");
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, "package.json"), '{"name":"part","version":"1.0.0"}');
    const declare = (path: string) =>
      writeFileSync(
        join(program, "package.json"),
        JSON.stringify({ dependencies: { part: `file:${path}` } }),
      );
    declare("part");
    match(await installed(program), /added 1 package/);
    ok(existsSync(join(program, "node_modules", "part", "package.json")));

    declare("missing.tgz");
    await rejects(installed(program), /npm install in .*program ended with code \d+/);
  });

  async function installed(program: string): Promise<string> {
    const info = new ProgramInfo().setRootDirectory(program).setProgramDirectory(program);
    const answers: InstallDependenciesResponse[] = [];
    await new Promise((resolve, reject) => {
      const stream = client.installDependencies(new InstallDependenciesRequest().setInfo(info));
      stream.on("data", (answer: InstallDependenciesResponse) => answers.push(answer));
      stream.on("error", reject).on("end", resolve);
    });
    return answers.map((answer) => Buffer.from(answer.getStdout_asU8()).toString()).join("");
  }
});
