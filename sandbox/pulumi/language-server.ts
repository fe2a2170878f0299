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

/** Exit code of a program whose SDK has already shown the error. */
const ALREADY_REPORTED = 32;

export type StartProgram = (request: messages.RunRequest) => ChildProcess;

/** Serves a language host, prints its port for the engine, and ends with the engine. `own`: the language's own part. */
export function serveLanguageHost(
  start: StartProgram,
  own: Partial<ILanguageRuntimeServer> = {},
): void {
  exitWithParent();
  listen(start, own).then(
    (port) => process.stdout.write(`${port}\n`),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

/** Starts a program with the stack's settings in variables that every language's SDK reads. */
export function startProgram(
  request: messages.RunRequest,
  command: string,
  args: string[],
  variables: Record<string, string>,
): ChildProcess {
  const environment = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...variables,
  };
  // The engine shows what this process prints.
  return spawn(command, args, {
    cwd: programDirectory(request),
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

export function programDirectory(request: messages.RunRequest): string {
  return request.getInfo()?.getProgramDirectory() || request.getPwd();
}

function listen(start: StartProgram, own: Partial<ILanguageRuntimeServer>): Promise<number> {
  const host: Partial<ILanguageRuntimeServer> = {
    handshake: (_call, reply) => reply(null, new messages.LanguageHandshakeResponse()),
    getPluginInfo: (_call, reply) => reply(null, new PluginInfo().setVersion(ENGINE_VERSION)),
    getRequiredPackages: (_call, reply) => reply(null, new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: (_call, reply) => reply(null, new messages.GetRequiredPluginsResponse()),
    getProgramDependencies: (_call, reply) =>
      reply(null, new messages.GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: (_call, reply) => reply(null, new messages.RuntimeOptionsResponse()),
    installDependencies: (call) => call.end(),
    cancel: (_call, reply) => reply(null, new Empty()),
    run: (call, reply) => {
      const child = start(call.request);
      child.once("error", (error) =>
        reply(null, new messages.RunResponse().setError(error.message)),
      );
      child.once("close", (code, signal) => reply(null, runResponse(code, signal)));
    },
    ...own,
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

function runResponse(code: number | null, signal: NodeJS.Signals | null): messages.RunResponse {
  const response = new messages.RunResponse();
  if (code === ALREADY_REPORTED) return response.setBail(true);
  if (code === 0) return response;
  return response.setError(
    signal ? `the program was ended by ${signal}` : `the program exited with code ${code}`,
  );
}

/** A killed engine cannot stop its language host, so the host watches for a new parent. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1_000).unref();
}
