import { deepStrictEqual } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EKS } from "@aws-sdk/client-eks";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";
import { getOrMake } from "../../proof/collections";
import { ensureAccount } from "../../sandbox/identity/records/accounts";
import { startServer } from "../../sandbox/server/server";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import type { Store } from "../../sandbox/store/store";
import type { Weather } from "../../sandbox/weather/weather";

export const A = "111111111111";
export const B = "222222222222";
export const REGION = "us-east-1";
const CONTROL_TOKEN = "control-token-of-the-tests";

/** Credentials in the form of every SDK client. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A key or session that AWS has made, in the form of clients. */
export function credentialsOf(
  made:
    | {
        AccessKeyId?: string | undefined;
        SecretAccessKey?: string | undefined;
        SessionToken?: string | undefined;
      }
    | undefined,
): Credentials {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = made ?? {};
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  return { ...keys, ...(SessionToken !== undefined && { sessionToken: SessionToken }) };
}

interface SandboxOptions {
  pace?: number;
  requestTimeout?: number;
  weather?: Weather;
}

/** A sandbox in this process, with its own directory. */
export interface TestSandbox {
  endpoint: string;
  directory: string;
  store: Store;
  /** Moves the sandbox's clock. The clients' clocks stay. */
  advance(milliseconds: number): void;
  /** Errors inside the sandbox itself. They must be empty at the end. */
  failures: unknown[];
  administrator(account: string): Credentials;
  /** Clients of an account's administrator, or of these credentials. */
  clients(who: string | Credentials, region?: string): Clients;
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Stops the server, and starts a sandbox on the same directory, with other options if given. `meanwhile` runs in between. */
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

/** Starts a sandbox on a new directory, or on the given one. */
export async function startSandbox(
  directory = mkdtempSync(join(tmpdir(), "sandbox-")),
  options: SandboxOptions = {},
): Promise<TestSandbox> {
  const store = openLmdbStore(directory);
  const failures: unknown[] = [];
  const clients = new Map<string, Clients>();
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
      getOrMake(clients, JSON.stringify([who, region]), () => {
        const credentials = typeof who === "string" ? ensureAccount(store, who) : who;
        return clientsOf(server.endpoint, credentials, region);
      }),
    control: async (method, path, body) => {
      const response = await fetch(`${server.endpoint}/_sandbox${path}`, {
        method,
        headers: { authorization: `Bearer ${CONTROL_TOKEN}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    async restart(meanwhile, other = {}) {
      await shutDown();
      meanwhile?.();
      return Object.assign(this, await startSandbox(directory, { ...options, ...other }));
    },
    stop: async () => {
      await shutDown();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * A sandbox for the tests of one suite, and clients of one account's administrator, by default of account A. It starts before the
 * tests, or with `each` before every test. At the end, nothing may have failed in the sandbox itself.
 */
export function withSandbox({
  account = A,
  each = false,
  ...options
}: SandboxOptions & { account?: string; each?: boolean } = {}): { sandbox: TestSandbox } & Clients {
  const sandbox = {} as TestSandbox;
  const [start, end] = each ? [beforeEach, afterEach] : [before, after];
  start(async () => {
    Object.assign(sandbox, await startSandbox(undefined, options));
  });
  end(async () => {
    await sandbox.stop();
    deepStrictEqual(sandbox.failures, []);
  });
  return { sandbox, ...standingClients(sandbox, account) };
}

/** Clients of an account's administrator. A suite may use the name before its sandbox has started. */
function standingClients(sandbox: TestSandbox, account: string): Clients {
  let made: { endpoint: string; clients: Clients } | undefined;
  const client = <Name extends keyof Clients>(name: Name): Clients[Name] =>
    new Proxy({} as Clients[Name], {
      get: (_target, member) => {
        const { endpoint } = sandbox;
        if (made?.endpoint !== endpoint) made = { endpoint, clients: sandbox.clients(account) };
        return Reflect.get(made.clients[name], member);
      },
    });
  return {
    eks: client("eks"),
    iam: client("iam"),
    kms: client("kms"),
    secretsManager: client("secretsManager"),
    ssm: client("ssm"),
    sts: client("sts"),
  };
}

/** One member of each item in a list, or several members as a list. */
export function pluck<Item extends object>(
  list: readonly Item[] | undefined,
  ...names: (keyof Item)[]
): unknown[] | undefined {
  const [only] = names.length === 1 ? names : [];
  return list?.map((item) => (only ? item[only] : names.map((name) => item[name])));
}

/** Calls an operation by the name of its method. */
export function ask(client: object, operation: string, input: object): Promise<unknown> {
  return Reflect.apply(Reflect.get(client, operation), client, [input]);
}

/** Clients of a caller at an endpoint. Each has a method for every operation of its service. */
export function clientsOf(
  endpoint: string,
  credentials: Credentials,
  region: string,
  maxAttempts = 1,
): Clients {
  const configuration = { endpoint, credentials, region, maxAttempts };
  const clients = {} as Clients;
  // Most callers use one service, and a client costs more than a call. So each client is made at its first use.
  for (const [name, Client] of Object.entries(CLIENTS)) {
    let made: object | undefined;
    const get = () => {
      made ??= new Client(configuration);
      return made;
    };
    Object.defineProperty(clients, name, { enumerable: true, get });
  }
  return clients;
}

const CLIENTS = {
  eks: EKS,
  iam: IAM,
  kms: KMS,
  secretsManager: SecretsManager,
  ssm: SSM,
  sts: STS,
};
