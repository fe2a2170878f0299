import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
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
import { inventoryAccount } from "../sandbox/instance/served-inventory";
import { startServer, stopServer } from "../sandbox/instance/server-process";
import { commandEnvironment } from "../sandbox/pulumi/environment";
import { prepareEngine } from "../sandbox/pulumi/executables";
import { runPulumi } from "../sandbox/pulumi/run-pulumi";

/** A temporary sandbox with the real engine. */
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
  /** Gives each of an account's secrets a value, as their owner. */
  putValues(account: string, secrets: string[]): Promise<void>;
  /** Makes an empty stack, so that its first run does not have to. */
  create(stack: string): Promise<void>;
  /** Runs `pulumi` on a stack as administrator of the account in the stack's name. `environment` has further variables of the CLI. */
  run(
    stack: string,
    operation: "up" | "preview",
    environment?: Record<string, string>,
  ): Promise<{ seconds: number }>;
  outputs(stack: string): Promise<Record<string, unknown>>;
}

/** Makes a sandbox with this inventory, gives it to `use`, and removes it afterwards. */
export async function withSandbox<T>(
  inventory: string,
  use: (sandbox: BenchSandbox) => Promise<T>,
): Promise<T> {
  const data = dataDirectory(mkdtempSync(join(tmpdir(), "eks-pod-secrets-bench-")));
  try {
    await prepareDataDirectory(data);
    writeFileSync(join(data.project, "landing-zone.yaml"), inventory);
    await prepareEngine(data, console.error);
    const { started: _, status, ...connection } = await startServer(data);
    const { endpoint } = connection;
    const control = controlClient(connection);
    const environment = await commandEnvironment(data, connection);
    const created = new Set<string>();
    const create = async (stack: string) => {
      if (created.has(stack)) return;
      await runPulumi(environment, ["stack", "init", "--stack", stack, "--no-select"]);
      created.add(stack);
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
      create,
      outputs: async (stack) =>
        JSON.parse(await runPulumi(environment, ["stack", "output", "--json", "--stack", stack])),
      run: async (stack, operation, more) => {
        const { accessKeyId, secretAccessKey } = (await client(accountOf(stack))).credentials;
        const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
        const unasked = operation === "up" ? ["--yes", "--skip-preview"] : [];
        await create(stack);
        const started = performance.now();
        const args = [operation, "--stack", stack, "--json", ...unasked];
        await runPulumi({ ...environment, ...keys, ...more }, args);
        return { seconds: (performance.now() - started) / 1000 };
      },
    });
  } finally {
    await stopServer(data).catch(() => false);
    rmSync(data.path, { recursive: true, force: true });
  }
}

function accountOf(stack: string): string {
  return stack.slice(0, stack.lastIndexOf("."));
}
