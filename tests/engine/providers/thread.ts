import { parentPort, workerData } from "node:worker_threads";
import type { Server, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { awsProvider } from "../../../sandbox/providers/aws/provider";
import { listen } from "../../../sandbox/providers/common/serve";
import { providerService } from "../../../sandbox/providers/common/service";
import { kubernetesProvider } from "../../../sandbox/providers/kubernetes/provider";
import type { ThreadAnswer, ThreadRequest } from "./thread-messages";

// Serves one provider after another, each in the environment of its plugin, from the built code.

/** A handler of the service, for any message. */
type Handler = (
  call: ServerUnaryCall<unknown, unknown>,
  reply: sendUnaryData<unknown>,
) => Promise<void>;

const { name }: { name: "aws" | "kubernetes" } = workerData;
const makeProvider = { aws: awsProvider, kubernetes: kubernetesProvider }[name];
const { version } = require(`@pulumi/${name}/package.json`);

let server: Server | undefined;
let callsUnderWay = 0;

/** Counts the engine's calls that have not finished. */
function counted(handler: Handler): Handler {
  return async (call, reply) => {
    callsUnderWay++;
    await handler(call, reply).finally(() => callsUnderWay--);
  };
}

function begin(environment: Record<string, string>): void {
  for (const variable of Object.keys(process.env)) delete process.env[variable];
  Object.assign(process.env, environment);
  const handlers = Object.entries(providerService(makeProvider(version))) as [string, Handler][];
  const service = Object.fromEntries(handlers.map(([rpc, handler]) => [rpc, counted(handler)]));
  server = listen(service, (port) => answer({ port }));
}

function end(): void {
  server?.forceShutdown();
  answer({ isIdle: callsUnderWay === 0 });
}

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", (request: ThreadRequest) =>
  request === "end" ? end() : begin(request.environment),
);
