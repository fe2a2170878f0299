import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type * as z from "zod";
import { proveShape } from "../../cli/proof/shape";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { planShape } from "../../cli/verbs/plan/shape";
import { previewShape } from "../../cli/verbs/preview/shape";
import { statusShape } from "../../cli/verbs/status/shape";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { type ControlClient, controlClient } from "../../sandbox/instance/control-client";
import {
  type Connection,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../../sandbox/instance/data-directory";
import { inventoryAccount } from "../../sandbox/instance/served-inventory";
import { startServer, stopServer } from "../../sandbox/instance/server-process";
import { commandEnvironment } from "../../sandbox/pulumi/environment";
import { prepareEngine } from "../../sandbox/pulumi/executables";
import { type CommandOptions, type Ended, runCommand } from "../../sandbox/pulumi/run-pulumi";
import { authorityFile } from "../../sandbox/wire/tls/certificate-authority";
import { bearerToken, clusterAddress, clusterRequest } from "../sandbox/eks-support";
import { type Clients, clientsOf } from "../sandbox/support";
import { poolProviders } from "./providers/pool";
import { makeStateKey } from "./state-key";

/** How long a test that starts the engine may take, in milliseconds. The first one may have to build it. */
export const ENGINE_TIMEOUT = 10 * 60_000;

/** The answers of verbs with `--json`. */
const shapes = {
  ...{ up: stacksShape, destroy: stacksShape, refresh: stacksShape },
  ...{ plan: planShape, preview: previewShape, prove: proveShape },
  ...{ status: statusShape, verify: verifyShape },
};

/** Verbs that ask before they start. */
const ASKING = ["up", "destroy", "refresh"];

type Verb = keyof typeof shapes;

/** How a verb ended, and its answer. A refused verb has no answer. */
type Asked<V extends Verb> = Ended & { answer: z.infer<(typeof shapes)[V]> };

/** The configuration of any client of the SDK. */
export interface ClientConfiguration {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** A sandbox for one test file, with the real engine. */
export interface EngineHarness {
  data: DataDirectory;
  connection: Connection;
  control: ControlClient;
  /** Environment of the command `eks-pod-secrets`. The command can act in every account of the inventory. */
  environment: Record<string, string>;
  /** SDK configuration of an account's administrator. */
  client(account: string): Promise<ClientConfiguration>;
  /** Clients of an account's administrator. `region` defaults to that of the account. */
  aws(account: string, region?: string): Promise<Clients>;
  /** Runs the compiled command on the sandbox's inventory. */
  command(args: string[], options?: Partial<CommandOptions>): Promise<Ended>;
  /** Runs a verb with `--json`, and with `--yes` if it would ask. */
  ask<V extends Verb>(
    verb: V,
    args?: readonly string[],
    options?: Partial<CommandOptions>,
  ): Promise<Asked<V>>;
  /** Sends a request to a cluster's own API, as administrator of the cluster's account. */
  kubernetes(
    account: string,
    cluster: string,
    method: string,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string }>;
  /** Runs `up`, `destroy` or `refresh`. It must succeed for each stack. Returns what it did to each stack. */
  stacks(
    args: string[],
    options?: Partial<CommandOptions>,
  ): Promise<{ stack: string; changes: Record<string, number> }[]>;
  /** Stops the server and removes everything. */
  remove(): Promise<void>;
}

export interface HarnessOptions {
  /** Files that the inventory includes. */
  files?: Record<string, string>;
  /** What encrypts the secrets in the states. Defaults to a key. */
  secretsProvider?: "key" | "passphrase";
  /** File with the authority of the clusters' certificates, and its key. Defaults to one of the sandbox's own. */
  authority?: string;
  /** How AWS behaves, and how fast its time passes. Defaults to no faults. */
  weather?: { name: string; pace: string };
  /** What serves the providers: threads that the tests share, or processes that the engine starts, as it does for users. */
  providers?: "threads" | "processes";
}

/** Starts a new sandbox. `inventory` is its landing-zone.yaml, and defaults to that of the checkout. */
export async function engineHarness(
  inventory?: string,
  {
    authority,
    files = {},
    providers = "threads",
    secretsProvider = "key",
    weather,
  }: HarnessOptions = {},
): Promise<EngineHarness> {
  const data = dataDirectory(mkdtempSync(join(tmpdir(), "eks-pod-secrets-")));
  await prepareDataDirectory(data);
  if (authority) {
    mkdirSync(data.state, { mode: 0o700 });
    copyFileSync(authority, authorityFile(data.state));
  }
  if (inventory !== undefined) writeInventory(data, inventory);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(data.project, name)), { recursive: true });
    writeFileSync(join(data.project, name), content);
  }
  await prepareEngine(data, console.error);
  if (providers === "threads") await poolProviders(data);
  const {
    started: _,
    status: __,
    ...connection
  } = await startServer(data, { ...(weather && { weather: weather.name, pace: weather.pace }) });
  const { endpoint } = connection;
  const control = controlClient(connection);
  const ofSandbox = await commandEnvironment(data, connection);
  const environment = {
    ...ofSandbox,
    ...(secretsProvider === "key" && {
      EKS_POD_SECRETS_SECRETS_PROVIDER: await makeStateKey(connection, control, ofSandbox),
    }),
    ...{ HOME: data.pulumiHome, NO_COLOR: "1", EKS_POD_SECRETS_PROOFS: "off" },
    // Each call of the CLI is short. Without garbage collection, it saves a fifth of its time and needs little more memory.
    ...{ GOGC: "off", GOMEMLIMIT: "512MiB" },
  };
  const command: EngineHarness["command"] = (args, options) =>
    runCommand(data, args, { environment, ...options });
  const client: EngineHarness["client"] = async (account) => {
    const { id, region } = inventoryAccount(data, account);
    return { endpoint, region, credentials: await control.account({ id, region }) };
  };
  return {
    ...{ data, connection, control, environment, command, client },
    aws: async (account, region) => {
      const own = await client(account);
      return clientsOf(endpoint, own.credentials, region ?? own.region, 3);
    },
    ask: async (verb, args = [], options) => {
      const yes = ASKING.includes(verb) ? ["--yes"] : [];
      const ended = await command([verb, ...yes, "--json", ...args], options);
      return {
        ...ended,
        get answer() {
          return shapes[verb].parse(JSON.parse(ended.stdout)) as Asked<typeof verb>["answer"];
        },
      };
    },
    kubernetes: async (account, cluster, method, path, body, headers) => {
      const { id, region } = inventoryAccount(data, account);
      const token = await bearerToken({ endpoint }, (await client(account)).credentials, cluster);
      const address = clusterAddress(endpoint, data.state, id, cluster, region);
      return clusterRequest(address, path, { method, token, body, headers });
    },
    stacks: async ([verb = "", ...args], options) => {
      const { code, stderr, stdout } = await command([verb, "--yes", "--json", ...args], options);
      if (code !== 0) throw new Error(`${stderr}${stdout}`);
      return stacksShape.parse(JSON.parse(stdout)).stacks;
    },
    remove: async () => {
      await stopServer(data);
      rmSync(data.path, { recursive: true });
    },
  };
}

/** A sandbox for the tests of a suite. It starts before the tests, and its members do not exist earlier. */
export function suiteEngine(inventory?: string, options?: HarnessOptions): EngineHarness {
  const sandbox = {} as EngineHarness;
  before(async () => {
    Object.assign(sandbox, await engineHarness(inventory, options));
  });
  after(() => sandbox.remove());
  return sandbox;
}

/** Replaces a sandbox's inventory. */
export function writeInventory(data: DataDirectory, text: string): void {
  const file = join(data.project, "landing-zone.yaml");
  rmSync(file, { force: true });
  writeFileSync(file, text);
}

/** A resource as the sandbox's own backend stores it. */
export interface HeldResource {
  urn: string;
  type: string;
  /** `<URN>::<id>`. */
  provider?: string;
  inputs?: object;
  outputs?: object;
}

/** The resources of a stack in the sandbox's own backend. */
export function heldResources({ backend }: DataDirectory, stack: string): HeldResource[] {
  const file = join(backend, ".pulumi", "stacks", "eks-pod-secrets", `${stack}.json`);
  return JSON.parse(readFileSync(file, "utf8")).checkpoint.latest.resources ?? [];
}
