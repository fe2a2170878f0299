import { type ChildProcess, spawn } from "node:child_process";
import { status } from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import { compiledFile } from "../instance/installation";
import { generateProgram } from "./generate-program";
import { programDirectory, serveLanguageHost, startProgram } from "./language-server";

/** Address of the engine that started this process: the CLI gives it as the last argument. */
const engine = process.argv.at(-1) ?? "";

/** Runs a program by `@pulumi/pulumi/cmd/run`. */
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

/** As Pulumi's own host does for a program whose package manager is npm. */
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

/** From the program's own `@pulumi/pulumi`, so that both ends of the program's connection are of one version. */
function pulumiCommand(directory: string, command: string): string {
  return require.resolve(`@pulumi/pulumi/cmd/${command}`, { paths: [directory, __dirname] });
}

/** What the Node.js language host has that no other needs. */
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
