import { createRequire } from "node:module";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import * as grpc from "@grpc/grpc-js";
import { InterceptingCall, type Interceptor } from "@grpc/grpc-js";
import type * as Pulumi from "@pulumi/pulumi";
import type * as Services from "@pulumi/pulumi/proto/language_grpc_pb";
import type * as Messages from "@pulumi/pulumi/proto/language_pb";
import type * as Plugins from "@pulumi/pulumi/proto/plugin_pb";

/** Of Pulumi's own, which its types leave out. */
interface Settings {
  /** Waits until the engine has answered everything, and everything that the program is about to ask. */
  waitForRPCs(): Promise<void>;
  /** Options of the clients that ask the engine. Older versions have none, so that their calls are not counted. */
  grpcClientOptions?: grpc.ClientOptions;
}

/** What a thread is started with. */
export interface ProgramWorkerData {
  /** Path of the program. */
  program: string;
  /** How long the program may ask the engine nothing, and not end. In milliseconds. */
  patience: number;
}

// By one copy of Pulumi, the program and this speak to the engine.
const { patience, program }: ProgramWorkerData = workerData;
const requireOfProgram = createRequire(program);
const messages: typeof Messages = requireOfProgram("@pulumi/pulumi/proto/language_pb");
const { LanguageRuntimeService }: typeof Services = requireOfProgram(
  "@pulumi/pulumi/proto/language_grpc_pb",
);
const { PluginInfo }: typeof Plugins = requireOfProgram("@pulumi/pulumi/proto/plugin_pb");

/** What a run failed with, also what nobody waits for. */
interface Failures {
  all: Set<unknown>;
  /** Resolves with the first. */
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

/** Counts an error against the run at hand. Between two runs, what the last one has left makes the thread unfit for the next. */
function fail(error: unknown): void {
  if (failuresOfRun) failuresOfRun.add(error);
  else process.exit(1);
}
process.on("unhandledRejection", fail).on("uncaughtException", fail);

/** The same after a failure: what waits for its outcome waits for ever. Pulumi's own host ends then, as nothing keeps it alive. */
const PATIENCE_AFTER_FAILURE = 1_000;

const STUCK = `the program of the stack waits for what does not come: it has asked the engine nothing for ${patience / 1000} seconds, and has not ended; run the command again, and report it if it happens again`;

/** Runs the program once. What it fails with is told to the engine here, which then says no more of it. */
async function runProgram(request: Messages.RunRequest): Promise<Messages.RunResponse> {
  const failures = noFailures();
  failuresOfRun = failures;
  // Before Pulumi, because the program puts off what Pulumi would load.
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
    // From then on the engine deletes what the program has not declared: only where it has declared everything.
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

/** Whether a call failed because the engine had ended its run, of which it has told why. */
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

/** How often it is looked whether a call is open. In milliseconds. */
const PAUSE = 100;

/** Calls that the engine has not answered yet. */
let open = 0;

/** Counts the calls of the clients that have it among their interceptors. */
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

/** Resolves once no call was open for so many milliseconds, or `signal` is aborted. */
async function standsStill(length: number, signal: AbortSignal): Promise<void> {
  for (let still = 0; still < length && !signal.aborted; ) {
    await sleep(PAUSE, undefined, { signal }).catch(() => {});
    still = open === 0 ? still + PAUSE : 0;
  }
}
