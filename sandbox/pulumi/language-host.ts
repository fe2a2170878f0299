import { type ChildProcess, spawn } from "node:child_process";
import * as grpc from "@grpc/grpc-js";
import {
  type ILanguageRuntimeServer,
  LanguageRuntimeService,
} from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ENGINE_VERSION } from "../engine/engine";
import { compiledFile } from "../instance/installation";

/** How `@pulumi/pulumi/cmd/run` ends after it has shown the program's error itself. */
const ALREADY_REPORTED = 32;

/**
 * The Node.js language host, for a CLI that comes without one: starts the engine, prints its port, and runs each
 * program by `@pulumi/pulumi/cmd/run`. `engine` is the address that the CLI gives as the last argument.
 */
async function serveLanguageHost(engine: string): Promise<number> {
  const host: Partial<ILanguageRuntimeServer> = {
    handshake: (_call, reply) => reply(null, new messages.LanguageHandshakeResponse()),
    getPluginInfo: (_call, reply) => reply(null, new PluginInfo().setVersion(ENGINE_VERSION)),
    about: (_call, reply) =>
      reply(
        null,
        new messages.AboutResponse()
          .setExecutable(process.execPath)
          .setVersion(process.versions.node),
      ),
    getRequiredPackages: (_call, reply) => reply(null, new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: (_call, reply) => reply(null, new messages.GetRequiredPluginsResponse()),
    getProgramDependencies: (_call, reply) =>
      reply(null, new messages.GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: (_call, reply) => reply(null, new messages.RuntimeOptionsResponse()),
    installDependencies: (call) => call.end(),
    cancel: (_call, reply) => reply(null, new Empty()),
    run: (call, reply) => {
      const child = runProgram(call.request, engine);
      child.once("error", (error) =>
        reply(null, new messages.RunResponse().setError(error.message)),
      );
      child.once("close", (code, signal) => reply(null, runResponse(code, signal)));
    },
    runPlugin: (call) => {
      const child = runPlugin(call.request);
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

  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  server.addService(LanguageRuntimeService, host as unknown as grpc.UntypedServiceImplementation);
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
}

function runProgram(request: messages.RunRequest, engine: string): ChildProcess {
  const info = request.getInfo();
  const directory = info?.getProgramDirectory() || request.getPwd();
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
  const environment = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(info?.getOptions()?.toJavaScript().typescript ?? true),
  };
  // The engine shows what this process prints.
  return spawn(process.execPath, args, {
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

function runPlugin(request: messages.RunPluginRequest): ChildProcess {
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

function runResponse(code: number | null, signal: NodeJS.Signals | null): messages.RunResponse {
  const response = new messages.RunResponse();
  if (code === ALREADY_REPORTED) return response.setBail(true);
  if (code === 0) return response;
  return response.setError(
    signal ? `the program was ended by ${signal}` : `the program exited with code ${code}`,
  );
}

/** From the program's own `@pulumi/pulumi`, so that both ends of the program's connection are of one version. */
function pulumiCommand(directory: string, command: string): string {
  return require.resolve(`@pulumi/pulumi/cmd/${command}`, { paths: [directory, __dirname] });
}

/** An engine that is killed cannot stop its language host, which notices that it has another parent. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1_000).unref();
}

if (require.main === module) {
  exitWithParent();
  serveLanguageHost(process.argv.at(-1) ?? "").then(
    (port) => process.stdout.write(`${port}\n`),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
