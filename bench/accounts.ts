import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { commandEnvironment } from "../sandbox/pulumi/environment";
import { commandLine } from "../sandbox/pulumi/run-pulumi";
import { inventoryText } from "./inventory";
import { peakMemoryOfTree } from "./measuring/processes";
import { median, printTable, spread } from "./measuring/table";
import { repeat } from "./measuring/usage";
import { type BenchSandbox, withSandbox } from "./sandbox";

interface Setting {
  /** What Pulumi encrypts the states with. */
  secretsProvider: "passphrase" | "key";
  /** Milliseconds by which each answer is late: 0 for the sandbox alone, more to act as a Region that is near. */
  delay: number;
}

const QUICKEST: Setting = { secretsProvider: "key", delay: 0 };
const SETTINGS: Setting[] = [
  QUICKEST,
  { secretsProvider: "passphrase", delay: 0 },
  { secretsProvider: "key", delay: 50 },
  { secretsProvider: "passphrase", delay: 50 },
];

/** How many accounts are deployed, how many stacks run at once, and how often each run is repeated. */
interface Size {
  accounts: number;
  clusters: number;
  parallel: number[];
  rounds: number;
  settings: Setting[];
}

const FULL: Size = {
  accounts: 12,
  clusters: 4,
  parallel: [1, 2, 4],
  rounds: 3,
  settings: SETTINGS,
};
const SMALL: Size = { accounts: 1, clusters: 1, parallel: [2], rounds: 1, settings: [QUICKEST] };

/** Measures `up` of one stack in each of 12 accounts, from nothing, with different numbers of stacks at once. */
export async function benchAccounts(isSmall: boolean): Promise<void> {
  const size = isSmall ? SMALL : FULL;
  for (const setting of size.settings) {
    const { delay, secretsProvider } = setting;
    console.log(
      `up of ${size.accounts} account${size.accounts === 1 ? "" : "s"}, encrypted by ${secretsProvider}, each request answered after ${delay} ms`,
    );
    printTable(
      ["stacks at once", "elapsed s", "times as fast", "least–most"],
      await rows(size, setting),
    );
  }
  // Sampling the memory takes processor time, and parallel runs have none to spare. So the memory has runs of its own.
  const peaks = await eachParallel(size, QUICKEST, peakMemory);
  printTable(
    ["stacks at once", "peak MB"],
    size.parallel.map((parallel, index) => [String(parallel), (peaks[index] ?? NaN).toFixed(0)]),
  );
}

async function rows(size: Size, setting: Setting): Promise<string[][]> {
  const rounds = await repeat(size.rounds, () => eachParallel(size, setting, elapsed));
  return size.parallel.map((parallel, index) => {
    const seconds = rounds.map((round) => round[index] ?? NaN);
    const ratios = rounds.map((round) => (round[0] ?? NaN) / (round[index] ?? NaN));
    return [
      String(parallel),
      median(seconds).toFixed(1),
      median(ratios).toFixed(2),
      spread(ratios),
    ];
  });
}

async function eachParallel(
  size: Size,
  setting: Setting,
  measure: (child: ChildProcess) => Promise<number>,
): Promise<number[]> {
  const measured: number[] = [];
  for (const parallel of size.parallel) {
    measured.push(await deploy(size, parallel, setting, measure));
  }
  return measured;
}

async function elapsed(child: ChildProcess): Promise<number> {
  const started = performance.now();
  await ended(child);
  return (performance.now() - started) / 1000;
}

async function peakMemory(child: ChildProcess): Promise<number> {
  const peak = peakMemoryOfTree(child.pid ?? 0);
  await ended(child);
  return peak();
}

/** Deploys the accounts in a new sandbox, and returns what `measure` found about the command. */
function deploy(
  { accounts, clusters }: Size,
  parallel: number,
  { delay, secretsProvider }: Setting,
  measure: (child: ChildProcess) => Promise<number>,
): Promise<number> {
  const size = { accounts, clusters, secrets: 2 * accounts, readers: 2 * accounts };
  return withSandbox(inventoryText(size), async ({ client, connection, data }) => {
    const aws = delay === 0 ? undefined : await slowAnswers(connection.endpoint, delay);
    const stacks = ["--only", "*.cluster", "*.secrets"];
    const provider = secretsProvider === "key" ? await newKey(client) : secretsProvider;
    const options = ["--yes", "--parallel", String(parallel), "--secrets-provider", provider];
    const child = spawn(process.execPath, commandLine(data, ["up", ...options, ...stacks]), {
      cwd: data.project,
      env: {
        ...(await commandEnvironment(data, connection)),
        ...(aws && { AWS_ENDPOINT_URL: aws.endpoint }),
      },
      stdio: "ignore",
    });
    const measured = await measure(child);
    aws?.close();
    if (child.exitCode !== 0) {
      throw new Error(`up --parallel ${parallel} ended with exit code ${child.exitCode}`);
    }
    return measured;
  });
}

/** Makes a key that every account may encrypt with, and returns its URL. */
async function newKey(client: BenchSandbox["client"]): Promise<string> {
  const configuration = await client("account-0");
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: ["kms:Encrypt", "kms:Decrypt"],
    Resource: "*",
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const command = new CreateKeyCommand({ Policy, BypassPolicyLockoutSafetyCheck: true });
  const { KeyMetadata } = await new KMSClient(configuration).send(command);
  return `awskms:///${KeyMetadata?.Arn}?region=${configuration.region}`;
}

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once("close", resolve));
}

/** Opens a port that leads to `endpoint` and delays its answers, as the network to AWS would. */
async function slowAnswers(
  endpoint: string,
  milliseconds: number,
): Promise<{ endpoint: string; close(): void }> {
  const port = Number(new URL(endpoint).port);
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    client.pipe(upstream);
    upstream.on("data", (data: Buffer) => setTimeout(() => client.write(data), milliseconds));
    upstream.on("end", () => setTimeout(() => client.end(), milliseconds));
    endTogether(client, upstream);
  });
  return { endpoint: await listen(server), close: () => void server.close() };
}

function endTogether(client: Socket, upstream: Socket): void {
  for (const socket of [client, upstream]) {
    socket.on("error", () => {
      client.destroy();
      upstream.destroy();
    });
  }
}

/** Lets a server listen on a free port of this machine, and returns its endpoint. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
