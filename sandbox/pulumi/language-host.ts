import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { status } from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import { ENGINE_VERSION } from "../engine/engine";
import { engineCacheDirectory } from "../engine/engine-cache";
import { goBuild, hasGo } from "../engine/go/go-build";
import { compiledFile, installationDirectory } from "../instance/installation";
import { withLock } from "../instance/lock";
import { programDirectory, serveLanguageHost, startProgram } from "./language-server";

/** Address of the engine that started this process: the CLI gives it as the last argument. */
const engine = process.argv.at(-1) ?? "";

function startNodeProgram(request: messages.RunRequest): ChildProcess {
  const info = request.getInfo();
  const directory = programDirectory(request);
  const entry = info?.getEntryPoint() || request.getProgram() || ".";
  const args = [
    ...["--require", compiledFile("sandbox/pulumi/plain-errors.js")],
    pulumiCommand(directory, "run"),
    ...["--monitor", request.getMonitorAddress(), "--engine", engine],
    ...["--organization", request.getOrganization(), "--project", request.getProject()],
    ...["--stack", request.getStack(), "--root-directory", info?.getRootDirectory() ?? directory],
    ...["--pwd", directory, "--parallel", String(request.getParallel())],
    ...(request.getDryrun() ? ["--dry-run"] : []),
    entry,
    ...request.getArgsList(),
  ];
  return startProgram(request, process.execPath, args, {
    PULUMI_NODEJS_TYPESCRIPT: String(info?.getOptions()?.toJavaScript().typescript ?? true),
  });
}

/** Installs with npm, as Pulumi's own host does. */
function installDependencies(directory: string) {
  return spawn("npm", ["install", "--loglevel=error"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function startPlugin(request: messages.RunPluginRequest): ChildProcess {
  const directory = request.getInfo()?.getProgramDirectory() || request.getProgram();
  const args = [pulumiCommand(directory, "run-plugin"), directory, ...request.getArgsList()];
  const environment = Object.fromEntries(
    request.getEnvList().map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name, value.join("=")];
    }),
  );
  return spawn(process.execPath, args, {
    cwd: request.getPwd() || undefined,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Uses the program's own `@pulumi/pulumi`, so that both ends of its connection have one version. */
function pulumiCommand(directory: string, command: string): string {
  return require.resolve(`@pulumi/pulumi/cmd/${command}`, { paths: [directory, __dirname] });
}

/** What only the Node.js language host has. */
const own: Partial<ILanguageRuntimeServer> = {
  about: (_call, reply) =>
    reply(
      null,
      new messages.AboutResponse()
        .setExecutable(process.execPath)
        .setVersion(process.versions.node),
    ),
  installDependencies: (call) => {
    const directory = call.request.getInfo()?.getProgramDirectory() || call.request.getDirectory();
    const child = installDependencies(directory);
    child.stdout.on("data", (data: Buffer) =>
      call.write(new messages.InstallDependenciesResponse().setStdout(data)),
    );
    child.stderr.on("data", (data: Buffer) =>
      call.write(new messages.InstallDependenciesResponse().setStderr(data)),
    );
    call.once("cancelled", () => child.kill());
    const fail = (details: string) => call.emit("error", { code: status.UNKNOWN, details });
    child.once("error", ({ message }) => fail(message));
    child.once("close", (code) => {
      if (code === 0) call.end();
      else fail(`npm install in ${directory} ended with code ${code}`);
    });
  },
  generateProgram: (call, reply) => {
    generateProgram(call.request).then(
      (response) => reply(null, response),
      ({ message }) => reply({ code: status.UNKNOWN, details: message }),
    );
  },
  runPlugin: (call) => {
    const child = startPlugin(call.request);
    child.stdout?.on("data", (data: Buffer) =>
      call.write(new messages.RunPluginResponse().setStdout(data)),
    );
    child.stderr?.on("data", (data: Buffer) =>
      call.write(new messages.RunPluginResponse().setStderr(data)),
    );
    call.once("cancelled", () => child.kill());
    child.once("error", () => call.end());
    child.once("close", (code) => {
      call.write(new messages.RunPluginResponse().setExitcode(code ?? 1));
      call.end();
    });
  },
};

// The Node.js language host, for a CLI that comes without one.
if (require.main === module) serveLanguageHost(startNodeProgram, own);

/** Raised when the generator must be built in another way. */
const REVISION = 1;

async function generateProgram(
  request: messages.GenerateProgramRequest,
): Promise<messages.GenerateProgramResponse> {
  const child = spawn(await generator(), { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  child.stdin.end(request.serializeBinary());
  const [code, output, errors] = await Promise.all([
    ended,
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  if (code !== 0) throw new Error(`no code for what was imported: ${errors.toString().trim()}`);
  return messages.GenerateProgramResponse.deserializeBinary(output);
}

/** Path of the generator. It is built with Go when it is first needed. */
async function generator(): Promise<string> {
  const parent = join(engineCacheDirectory(), "generators");
  const file = join(parent, `${ENGINE_VERSION}-${process.platform}-${process.arch}-${REVISION}`);
  mkdirSync(parent, { recursive: true });
  await withLock(`${file}.lock`, async () => {
    if (existsSync(file)) return;
    if (!(await hasGo())) {
      throw new Error(
        "the resources are imported, but to write code for them takes Go 1.21 or later, or a Pulumi CLI that was installed with its language hosts; --generate-code=false leaves the code out",
      );
    }
    console.error("building Pulumi's generator of code with Go, once: about a minute");
    const draft = `${file}.draft`;
    const directory = join(installationDirectory(), "sandbox", "engine", "go");
    await goBuild(directory, ["-trimpath", "-ldflags=-s -w", "-o", draft, "./generator"], {
      report: console.error,
    });
    renameSync(draft, file);
  });
  return file;
}
