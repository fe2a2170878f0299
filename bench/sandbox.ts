import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { runEnvironment } from "../sandbox/engine/environment";
import { prepareEngine } from "../sandbox/engine/prepare-engine";
import { createStack, runStack, type StackRun } from "../sandbox/engine/run-stack";
import {
  type AccountCredentials,
  type ControlClient,
  controlClient,
} from "../sandbox/instance/control-client";
import {
  type Connection,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../sandbox/instance/data-directory";
import { inventoryAccount } from "../sandbox/instance/inventory-account";
import { startServer, stopServer } from "../sandbox/instance/server-process";

/** A throw-away sandbox on the real engine. */
export interface BenchSandbox {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  /** SDK configuration of an account's administrator. */
  client(
    account: string,
  ): Promise<{ endpoint: string; region: string; credentials: AccountCredentials }>;
  /** Process id of the server. */
  pid: number;
  /** Gives secrets of an account a value each, as its owner does. */
  putValues(account: string, secrets: string[]): Promise<void>;
  /** Makes a stack, empty, so that its first run does not. */
  create(stack: string): Promise<void>;
  /** Runs a stack as the administrator of the account in its name. `environment`: further variables of the CLI. */
  run(
    stack: string,
    operation: "up" | "preview",
    environment?: Record<string, string>,
  ): Promise<StackRun>;
}

/** Makes a sandbox with an inventory of its own, gives it to `use`, and removes it. */
export async function withSandbox<T>(
  inventory: string,
  use: (sandbox: BenchSandbox) => Promise<T>,
): Promise<T> {
  const data = dataDirectory(mkdtempSync(join(tmpdir(), "eks-pod-secrets-bench-")));
  try {
    await prepareDataDirectory(data);
    writeFileSync(join(data.project, "landing-zone.yaml"), inventory);
    await prepareEngine(data, console.error);
    const { controlToken, endpoint, status } = await startServer(data);
    const connection = { endpoint, controlToken };
    const control = controlClient(connection);
    const environmentOf = async (stack: string) => {
      const account = inventoryAccount(data, stack.slice(0, stack.lastIndexOf(".")));
      return runEnvironment(data, connection, await control.account(account));
    };
    const client = async (account: string) => {
      const { id, region } = inventoryAccount(data, account);
      return { endpoint, region, credentials: await control.account({ id, region }) };
    };
    const putValues = async (account: string, secrets: string[]) => {
      const secretsManager = new SecretsManagerClient(await client(account));
      for (const SecretId of secrets) {
        const SecretString = `value of ${SecretId}`;
        await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
      }
    };
    return await use({
      ...{ client, data, connection, control, pid: status.pid, putValues },
      create: async (stack) => createStack(data, await environmentOf(stack), stack),
      run: async (stack, operation, more) => {
        const environment = { ...(await environmentOf(stack)), ...more };
        return runStack({ data, stack, operation, environment });
      },
    });
  } finally {
    await stopServer(data).catch(() => false);
    rmSync(data.path, { recursive: true, force: true });
  }
}
