import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { nameOf } from "../../sandbox/engine/engine-event";
import { pulumiEnvironment, runEnvironment } from "../../sandbox/engine/environment";
import { prepareEngine } from "../../sandbox/engine/prepare-engine";
import { runStack, type StackRun, type StackRunOptions } from "../../sandbox/engine/run-stack";
import { stackLockHolders } from "../../sandbox/engine/stack-lock";
import { compiledFile } from "../../sandbox/instance/checkout";
import { type ControlClient, controlClient } from "../../sandbox/instance/control-client";
import {
  type Connection,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../../sandbox/instance/data-directory";
import { inventoryAccount } from "../../sandbox/instance/inventory-account";
import { profilesEnvironment } from "../../sandbox/instance/profiles";
import { startServer, stopServer } from "../../sandbox/instance/server-process";
import type { Ended } from "../cli/support";

// The SDK's warning about future versions of Node would be between the results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** How long a test may take that starts the engine: the first may build it. In milliseconds. */
export const ENGINE_TIMEOUT = 10 * 60_000;

/** What any client of the SDK takes. */
export interface ClientConfiguration {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** A sandbox of its own for one test file, on the real engine. */
export interface EngineHarness {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  /** Environment of a process that acts in an account, by name or id. */
  environment(account: string): Promise<Record<string, string>>;
  /** SDK configuration of an account's administrator. */
  client(account: string): Promise<ClientConfiguration>;
  /** Gives a secret a value, as its owner does. */
  putValue(account: string, secret: string, value: string): Promise<void>;
  /** Runs a stack as the administrator of the account in its name. Throws `StackRunError`. */
  run(
    stack: string,
    operation: StackRunOptions["operation"],
    options?: Pick<StackRunOptions, "args" | "onEvent" | "signal">,
  ): Promise<StackRun>;
  /** Environment of the command `eks-pod-secrets`, which acts in every account of the inventory. */
  commandEnvironment(): Promise<Record<string, string>>;
  /** Runs the command, compiled, on the sandbox's inventory. `input`: its standard input. */
  command(args: string[], input?: string): Promise<Ended>;
  /** Stops the server and removes everything. */
  remove(): Promise<void>;
}

/** Starts a fresh sandbox. `inventory`: text of its landing-zone.yaml; defaults to the checkout's. `files`: what it includes. */
export async function engineHarness(
  inventory?: string,
  files: Record<string, string> = {},
): Promise<EngineHarness> {
  const data = dataDirectory(mkdtempSync(join(tmpdir(), "eks-pod-secrets-")));
  await prepareDataDirectory(data);
  if (inventory !== undefined) writeInventory(data, inventory);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(data.project, name)), { recursive: true });
    writeFileSync(join(data.project, name), content);
  }
  await prepareEngine(data, console.error);
  const { endpoint, controlToken } = await startServer(data);
  const connection = { endpoint, controlToken };
  const control = controlClient(connection);
  const environment = async (account: string) =>
    runEnvironment(data, connection, await control.account(inventoryAccount(data, account)));
  const client = async (account: string) => {
    const { id, region } = inventoryAccount(data, account);
    return { endpoint, region, credentials: await control.account({ id, region }) };
  };
  const commandEnvironment = async () => ({
    ...{ HOME: data.pulumiHome, NO_COLOR: "1" },
    ...(await profilesEnvironment(data, connection)),
    ...pulumiEnvironment(data),
  });
  return {
    ...{ data, connection, control, environment, client, commandEnvironment },
    command: async (args, input = "") => runCompiled(data, await commandEnvironment(), args, input),
    putValue: async (account, SecretId, SecretString) => {
      const secretsManager = new SecretsManagerClient(await client(account));
      await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
    },
    run: async (stack, operation, options) =>
      runStack({
        ...options,
        ...{ data, stack, operation },
        environment: await environment(stack.slice(0, stack.lastIndexOf("."))),
      }),
    remove: async () => {
      await stopServer(data);
      rmSync(data.path, { recursive: true });
    },
  };
}

/** The inventory's option goes last: some options before it take several values. */
export function commandLine(data: DataDirectory, args: string[]): string[] {
  const inventory = join(data.project, "landing-zone.yaml");
  return [compiledFile("cli/main.js"), ...args, "--inventory", inventory];
}

async function runCompiled(
  data: DataDirectory,
  env: Record<string, string>,
  args: string[],
  input: string,
): Promise<Ended> {
  const child = spawn(process.execPath, commandLine(data, args), { cwd: data.project, env });
  child.stdin.on("error", () => {}).end(input);
  const code = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/**
 * Runs `up` and kills the engine, as a power cut would, when it begins to make the resource of that name. False when
 * the run came to its end all the same: the resource was there, or the engine was faster.
 */
export async function runAndKill(
  { data, run }: EngineHarness,
  stack: string,
  name: string,
): Promise<boolean> {
  let killed = false;
  const running = run(stack, "up", {
    onEvent: ({ resourcePreEvent }) => {
      const step = resourcePreEvent?.metadata;
      if (killed || step?.op !== "create" || nameOf(step.urn) !== name) return;
      killed = true;
      for (const { pid } of stackLockHolders(data, stack)) process.kill(pid, "SIGKILL");
    },
  });
  return running.then(
    () => false,
    (error: unknown) => {
      if (!killed) throw error;
      return true;
    },
  );
}

/** Gives a sandbox an inventory of its own. */
export function writeInventory(data: DataDirectory, text: string): void {
  const file = join(data.project, "landing-zone.yaml");
  rmSync(file, { force: true });
  writeFileSync(file, text);
}
