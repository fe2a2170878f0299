import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { type ControlClient, controlClient } from "../../sandbox/instance/control-client";
import {
  type Connection,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../../sandbox/instance/data-directory";
import { inventoryAccount } from "../../sandbox/instance/inventory-account";
import { startServer, stopServer } from "../../sandbox/instance/server-process";
import { commandEnvironment } from "../../sandbox/pulumi/environment";
import { prepareEngine } from "../../sandbox/pulumi/prepare";
import { type CommandOptions, type Ended, runCommand } from "../../sandbox/pulumi/run-command";
import { authorityFile } from "../../sandbox/wire/tls/certificate-authority";
import { poolProviders } from "./providers/pool";
import { makeStateKey } from "./state-key";

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
  /** Environment of the command `eks-pod-secrets`, which acts in every account of the inventory. */
  environment: Record<string, string>;
  /** SDK configuration of an account's administrator. */
  client(account: string): Promise<ClientConfiguration>;
  /** Runs the command, compiled, on the sandbox's inventory. */
  command(args: string[], options?: Partial<CommandOptions>): Promise<Ended>;
  /** Runs `up`, `destroy` or `refresh`, which must be done with each stack, and answers what it did to each. */
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
  /** File of the authority that the clusters' certificates are of, with its key. Defaults to one of the sandbox's own. */
  authority?: string;
  /** How AWS behaves, and how fast its time goes. Defaults to calm weather. */
  weather?: { name: string; pace: string };
  /** What serves the providers: threads that the tests share, as if the engine had started them, or processes that it does start. */
  providers?: "threads" | "processes";
}

/** Starts a fresh sandbox. `inventory`: text of its landing-zone.yaml; defaults to the checkout's. */
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
  } = await startServer(data, {
    ...(weather && { weather: weather.name, pace: weather.pace }),
  });
  const { endpoint } = connection;
  const control = controlClient(connection);
  const ofSandbox = await commandEnvironment(data, connection);
  const environment = {
    ...ofSandbox,
    ...(secretsProvider === "key" && {
      EKS_POD_SECRETS_SECRETS_PROVIDER: await makeStateKey(connection, control, ofSandbox),
    }),
    ...{ HOME: data.pulumiHome, NO_COLOR: "1" },
    // Each command of the CLI is short: to collect garbage takes it a fifth of its time, and saves little memory.
    ...{ GOGC: "off", GOMEMLIMIT: "512MiB" },
  };
  const command: EngineHarness["command"] = (args, options) =>
    runCommand(data, args, { environment, ...options });
  return {
    ...{ data, connection, control, environment, command },
    client: async (account) => {
      const { id, region } = inventoryAccount(data, account);
      return { endpoint, region, credentials: await control.account({ id, region }) };
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

/** Gives a sandbox an inventory of its own. */
export function writeInventory(data: DataDirectory, text: string): void {
  const file = join(data.project, "landing-zone.yaml");
  rmSync(file, { force: true });
  writeFileSync(file, text);
}

/** A resource as the sandbox's own backend holds it. */
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
