import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ControlClient, controlClient } from "../../sandbox/control-client";
import {
  type Connection,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../../sandbox/data-directory";
import { runEnvironment } from "../../sandbox/engine/environment";
import { prepareEngine } from "../../sandbox/engine/prepare-engine";
import { runStack, type StackRun, type StackRunOptions } from "../../sandbox/engine/run-stack";
import { inventoryAccount } from "../../sandbox/inventory-account";
import { startServer, stopServer } from "../../sandbox/server-process";

/** How long a test may take that starts the engine: the first may build it. In milliseconds. */
export const ENGINE_TIMEOUT = 10 * 60_000;

/** A sandbox of its own for one test file, on the real engine. */
export interface EngineHarness {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  /** Environment of a process that acts in an account, by name or id. */
  environment(account: string): Promise<Record<string, string>>;
  /** Runs a stack as the administrator of the account in its name. Throws `StackRunError`. */
  run(
    stack: string,
    operation: StackRunOptions["operation"],
    options?: Pick<StackRunOptions, "args" | "onEvent" | "signal">,
  ): Promise<StackRun>;
  /** Stops the server and removes everything. */
  remove(): Promise<void>;
}

/** Starts a fresh sandbox. `inventory`: text of its landing-zone.yaml; defaults to the checkout's. */
export async function engineHarness(inventory?: string): Promise<EngineHarness> {
  const data = dataDirectory(mkdtempSync(join(tmpdir(), "eks-pod-secrets-")));
  await prepareDataDirectory(data);
  if (inventory !== undefined) writeInventory(data, inventory);
  await prepareEngine(data, console.error);
  const { endpoint, controlToken } = await startServer(data);
  const connection = { endpoint, controlToken };
  const control = controlClient(connection);
  const environment = async (account: string) =>
    runEnvironment(data, connection, await control.account(inventoryAccount(data, account)));
  return {
    ...{ data, connection, control, environment },
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

/** Gives a sandbox an inventory of its own. */
export function writeInventory(data: DataDirectory, text: string): void {
  const file = join(data.project, "landing-zone.yaml");
  rmSync(file, { force: true });
  writeFileSync(file, text);
}
