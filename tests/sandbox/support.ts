import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";

import { ensureAccount } from "../../sandbox/identity/records/accounts";
import { startServer } from "../../sandbox/server/server";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import type { Store } from "../../sandbox/store/store";
import type { Weather } from "../../sandbox/weather/weather";

export const A = "111111111111";
export const B = "222222222222";
export const REGION = "us-east-1";
export const CONTROL_TOKEN = "control-token-of-the-tests";

/** Credentials as every SDK client takes them. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface SandboxOptions {
  pace?: number;
  requestTimeout?: number;
  weather?: Weather;
}

/** A sandbox in this process, on a directory of its own. */
export interface TestSandbox {
  endpoint: string;
  directory: string;
  store: Store;
  /** Moves the sandbox's clock; the clients' stay. */
  advance(milliseconds: number): void;
  /** What went wrong inside the sandbox itself: must be empty at the end. */
  failures: unknown[];
  administrator(account: string): Credentials;
  /** Clients of an account's administrator, or of the credentials given. */
  clients(who: string | Credentials, region?: string): Clients;
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Stops the server, keeps the directory and answers a sandbox started anew on it, with other options if given. `meanwhile` runs between. */
  restart(meanwhile?: () => void, other?: SandboxOptions): Promise<TestSandbox>;
  /** Stops the server and removes the directory. */
  stop(): Promise<void>;
}

export interface Clients {
  eks: EKS;
  iam: IAM;
  kms: KMS;
  secretsManager: SecretsManager;
  ssm: SSM;
  sts: STS;
}

/** Starts a sandbox on a fresh directory, or on the one given. */
export async function startSandbox(
  directory = mkdtempSync(join(tmpdir(), "sandbox-")),
  options: SandboxOptions = {},
): Promise<TestSandbox> {
  const store = openLmdbStore(directory);
  const failures: unknown[] = [];
  let offset = 0;
  const server = await startServer({
    store,
    directory,
    controlToken: CONTROL_TOKEN,
    clock: () => new Date(Date.now() + offset),
    report: (error) => failures.push(error),
    ...options,
  });
  const shutDown = async () => {
    await server.close();
    await store.close();
  };
  return {
    endpoint: server.endpoint,
    directory,
    store,
    failures,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    administrator: (account) => ensureAccount(store, account),
    clients: (who, region = REGION) =>
      clientsOf(server.endpoint, typeof who === "string" ? ensureAccount(store, who) : who, region),
    control: async (method, path, body) => {
      const response = await fetch(`${server.endpoint}/_sandbox${path}`, {
        method,
        headers: { authorization: `Bearer ${CONTROL_TOKEN}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    restart: async (meanwhile, other = {}) => {
      await shutDown();
      meanwhile?.();
      return startSandbox(directory, { ...options, ...other });
    },
    stop: async () => {
      await shutDown();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function clientsOf(endpoint: string, credentials: Credentials, region: string): Clients {
  const configuration = { endpoint, credentials, region, maxAttempts: 1 };
  return {
    eks: new EKS(configuration),
    iam: new IAM(configuration),
    kms: new KMS(configuration),
    secretsManager: new SecretsManager(configuration),
    ssm: new SSM(configuration),
    sts: new STS(configuration),
  };
}
