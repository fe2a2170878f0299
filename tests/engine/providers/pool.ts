import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { DataDirectory } from "../../../sandbox/instance/data-directory";
import { builtFile } from "../../built";
import type { ThreadAnswer, ThreadRequest } from "./thread-messages";

// Each run of a stack starts a process for each provider, and most of that run's time passes before these serve. So threads of the
// tests' own process serve one run after the other. The engine starts only a script that asks for a thread and ends with the engine.

const POOLED = ["aws", "kubernetes"];
const idle = new Map<string, Worker[]>();
let listening: Promise<number> | undefined;

/** Makes threads serve the providers of a sandbox. The providers must be installed. */
export async function poolProviders({ pulumiHome }: DataDirectory): Promise<void> {
  listening ??= listen();
  const port = await listening;
  const plugins = join(pulumiHome, "plugins");
  for (const plugin of readdirSync(plugins)) {
    const name = POOLED.find((one) => plugin.startsWith(`resource-${one}-v`));
    if (name) writeFileSync(join(plugins, plugin, `pulumi-resource-${name}`), askFor(name, port));
  }
}

/** A script that sends name and environment, prints the port that it gets, and ends with the engine. A killed engine cannot stop plugins. */
function askFor(name: string, port: number): string {
  return `#!/usr/bin/env bash
exec 3<>/dev/tcp/127.0.0.1/${port}
{ printf '${name}\\0'; env -0; printf '\\0'; } >&3
read -r port <&3
echo "$port"
while kill -0 "$PPID" 2>/dev/null; do
  read -r -t 1 <&3 || [ $? -gt 128 ] || exit
done
`;
}

async function listen(): Promise<number> {
  const server = createServer((socket) => {
    void serve(socket).catch((error) => socket.destroy(error));
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function serve(socket: Socket): Promise<void> {
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  const [name = "", ...pairs] = await wordsOf(socket);
  const environment = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  const thread = idle.get(name)?.pop() ?? startThread(name);
  const { port } = (await ask(thread, { environment })) as { port: number };
  socket.write(`${port}\n`);
  await closed;
  const { isIdle } = (await ask(thread, "end")) as { isIdle: boolean };
  // If a killed run has left calls unfinished, they must not continue.
  if (isIdle) idle.set(name, [...(idle.get(name) ?? []), thread]);
  else await thread.terminate();
}

/** Reads the words before the first empty one. */
function wordsOf(socket: Socket): Promise<string[]> {
  return new Promise((resolve) => {
    let told = "";
    socket.setEncoding("utf8").on("data", (part) => {
      told += part;
      if (told.endsWith("\0\0")) resolve(told.slice(0, -2).split("\0"));
    });
  });
}

function startThread(name: string): Worker {
  const thread = new Worker(builtFile("tests/engine/providers/thread.js"), {
    ...{ execArgv: [], workerData: { name } },
  });
  const forget = () =>
    idle.set(
      name,
      (idle.get(name) ?? []).filter((one) => one !== thread),
    );
  thread.on("exit", forget).on("error", (error) => {
    console.error(`a provider's thread failed: ${error.stack}`);
    forget();
  });
  thread.unref();
  return thread;
}

async function ask(thread: Worker, request: ThreadRequest): Promise<ThreadAnswer> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(thread, "exit", { signal }).then(() => {
    throw new Error("a provider's thread ended before it answered");
  });
  thread.postMessage(request);
  try {
    const [answer] = await Promise.race([once(thread, "message", { signal }), ended]);
    return answer;
  } finally {
    answered.abort();
  }
}
