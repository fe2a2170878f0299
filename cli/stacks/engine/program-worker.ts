import { createRequire } from "node:module";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import * as grpc from "@grpc/grpc-js";
import { InterceptingCall, type Interceptor } from "@grpc/grpc-js";
import type * as Pulumi from "@pulumi/pulumi";
import type * as Services from "@pulumi/pulumi/proto/language_grpc_pb";
import type * as Messages from "@pulumi/pulumi/proto/language_pb";
import type * as Plugins from "@pulumi/pulumi/proto/plugin_pb";

/** Members of Pulumi's runtime that its types do not declare. */
interface Settings {
  /** Waits until the engine has answered all calls, including those that the program is about to make. */
  waitForRPCs(): Promise<void>;
  /** Options of the clients that call the engine. Older versions lack them, so their calls are not counted. */
  grpcClientOptions?: grpc.ClientOptions;
}

/** The input of a thread. */
export interface ProgramWorkerData {
  /** Path of the program. */
  program: string;
  /** How long the program may make no call to the engine without ending. */
  patience: number;
}

// The program and this file must use the same copy of Pulumi.
const { patience, program }: ProgramWorkerData = workerData;
const requireOfProgram = createRequire(program);
const messages: typeof Messages = requireOfProgram("@pulumi/pulumi/proto/language_pb");
const { LanguageRuntimeService }: typeof Services = requireOfProgram(
  "@pulumi/pulumi/proto/language_grpc_pb",
);
const { PluginInfo }: typeof Plugins = requireOfProgram("@pulumi/pulumi/proto/plugin_pb");

/** The errors of a run, including unhandled ones. */
interface Failures {
  all: Set<unknown>;
  /** Resolves with the first error. */
  first: Promise<void>;
  add(error: unknown): void;
}

function noFailures(): Failures {
  const all = new Set<unknown>();
  let resolveFirst = () => {};
  const first = new Promise<void>((resolve) => {
    resolveFirst = resolve;
  });
  const add = (error: unknown) => {
    all.add(error);
    resolveFirst();
  };
  return { all, first, add };
}

let failuresOfRun: Failures | undefined;

/**
 * Records an error for the current run. An error between two runs was left by the last one, and makes the thread unfit for the
 * next.
 */
function fail(error: unknown): void {
  if (failuresOfRun) failuresOfRun.add(error);
  else process.exit(1);
}
process.on("unhandledRejection", fail).on("uncaughtException", fail);

/** The same after a failure: whatever depends on it waits for ever. Pulumi's own host ends then, because nothing keeps it alive. */
const PATIENCE_AFTER_FAILURE = 1_000;

const STUCK = `the program of the stack waits for what does not come: it has asked the engine nothing for ${patience / 1000} seconds, and has not ended; run the command again, and report it if it happens again`;

/** Runs the program once. Errors are reported to the engine here, so that it does not add a message of its own. */
async function runProgram(request: Messages.RunRequest): Promise<Messages.RunResponse> {
  const failures = noFailures();
  failuresOfRun = failures;
  // Load it before Pulumi, because the program delays what Pulumi would load.
  const declareStack: () => Promise<object> = requireOfProgram(program);
  const { log, runtime, RunError }: typeof Pulumi = requireOfProgram("@pulumi/pulumi");
  const { grpcClientOptions, waitForRPCs }: Settings = requireOfProgram(
    "@pulumi/pulumi/runtime/settings",
  );
  if (grpcClientOptions) grpcClientOptions.interceptors = [countCalls];
  const [engine = ""] = request.getArgsList();
  runtime.resetOptions(
    ...([request.getProject(), request.getStack(), request.getParallel(), engine] as const),
    ...([request.getMonitorAddress(), request.getDryrun(), request.getOrganization()] as const),
  );
  const config = Object.fromEntries(request.getConfigMap().toArray());
  runtime.setAllConfig(config, request.getConfigsecretkeysList());
  const run = new AbortController();
  const stuck = standsStill(grpcClientOptions ? patience : Number.POSITIVE_INFINITY, run.signal);
  const ended = stuck.then(() => {
    if (!run.signal.aborted) failures.add(new RunError(STUCK));
  });
  const declared = runtime.runInPulumiStack(declareStack).then(waitForRPCs);
  try {
    await Promise.race([declared, failures.first]);
    if (failures.all.size > 0) {
      const still = grpcClientOptions ? PATIENCE_AFTER_FAILURE : patience;
      await Promise.race([waitForRPCs(), standsStill(still, run.signal)]);
    }
    await nextTurn();
    // After this the engine deletes what the program has not declared, so it must have declared everything.
    if (failures.all.size === 0) await runtime.disconnect(true);
  } catch (error) {
    failures.add(error);
  } finally {
    run.abort();
    await ended;
  }
  for (const error of failures.all) {
    if (isEngineGone(error)) continue;
    const { message = String(error), stack = message } = error as Partial<Error>;
    await log.error(RunError.isInstance(error) ? message : stack);
  }
  failuresOfRun = undefined;
  return new messages.RunResponse().setBail(failures.all.size > 0);
}

/** Whether a call failed because the engine had ended the run. It has then reported why. */
function isEngineGone(error: unknown): boolean {
  const { code } = error as Partial<grpc.ServiceError>;
  return code === grpc.status.UNAVAILABLE || code === grpc.status.CANCELLED;
}

const host: Partial<Services.ILanguageRuntimeServer> = {
  getPluginInfo: (_call, reply) => reply(null, new PluginInfo()),
  getRequiredPackages: (_call, reply) => reply(null, new messages.GetRequiredPackagesResponse()),
  getRequiredPlugins: (_call, reply) => reply(null, new messages.GetRequiredPluginsResponse()),
  run: (call, reply) => {
    runProgram(call.request).then(
      (response) => reply(null, response),
      (error) => reply(error),
    );
  },
};

const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(LanguageRuntimeService, host as unknown as grpc.UntypedServiceImplementation);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  parentPort?.postMessage(`127.0.0.1:${port}`);
});

/** The interval for checking whether a call is open. */
const PAUSE = 100;

/** The number of calls without an answer. */
let open = 0;

/** An interceptor that counts the calls of a client. */
const countCalls: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start: (metadata, _listener, next) => {
      open += 1;
      next(metadata, {
        onReceiveStatus: (status, nextStatus) => {
          open -= 1;
          nextStatus(status);
        },
      });
    },
  });

/** Resolves when no call has been open for so many milliseconds, or `signal` is aborted. */
async function standsStill(length: number, signal: AbortSignal): Promise<void> {
  for (let still = 0; still < length && !signal.aborted; ) {
    await sleep(PAUSE, undefined, { signal }).catch(() => {});
    still = open === 0 ? still + PAUSE : 0;
  }
}
