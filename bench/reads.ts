import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { podCredentials } from "../attempts/pod-credentials";
import { compiledFile } from "../sandbox/instance/installation";
import {
  accountId,
  accountName,
  clusterName,
  crossAccountText,
  numbers,
  readerName,
  secretName,
} from "./inventory";
import { processorTimeOf } from "./measuring/processes";
import { printTable } from "./measuring/table";
import type { Load, Reads } from "./reads/client";
import { type BenchSandbox, withSandbox } from "./sandbox";

const FULL = { readerCount: 10, clientCounts: [1, 10, 100], warmUp: 1, seconds: 5 };
const SMALL = { readerCount: 1, clientCounts: [1], warmUp: 0.1, seconds: 0.1 };

/** Counts the values that the sandbox serves per second over HTTP. It authenticates, authorises and decrypts each read. */
export async function benchReads(isSmall: boolean): Promise<void> {
  const { clientCounts, readerCount, seconds, warmUp } = isSmall ? SMALL : FULL;
  const rows = await withSandbox(crossAccountText(readerCount), async (sandbox) => {
    const arns = await deploy(sandbox, readerCount);
    const readers = await Promise.all(
      numbers(readerCount).map(async (index) => ({
        credentials: await credentialsOf(sandbox, index),
        secretId: arns[secretName(index)] ?? "",
      })),
    );
    const found: string[][] = [];
    for (const clients of clientCounts) {
      const { endpoint } = sandbox.connection;
      await clientProcess({ endpoint, readers, clients, seconds: warmUp });
      const before = processorTimeOf(sandbox.pid);
      const reads = await clientProcess({ endpoint, readers, clients, seconds });
      found.push(row(clients, reads, processorTimeOf(sandbox.pid) - before));
    }
    return found;
  });
  printTable(["GetSecretValue", "a second", "a processor second", "median ms", "99 % ms"], rows);
}

function row(clients: number, { milliseconds, reads, seconds }: Reads, processor: number) {
  return [
    `${clients} client${clients === 1 ? "" : "s"} at once`,
    Math.round(reads / seconds).toLocaleString("en-US"),
    Math.round(reads / processor).toLocaleString("en-US"),
    milliseconds.median.toFixed(1),
    milliseconds.most.toFixed(1),
  ];
}

/** Deploys the readers, and returns the ARNs of the secrets by their names. */
async function deploy(
  { outputs, putValues, run }: BenchSandbox,
  readerCount: number,
): Promise<Record<string, string>> {
  await run(`${accountName(0)}.cluster`, "up");
  await run(`${accountName(1)}.secrets`, "up");
  await putValues(accountName(1), numbers(readerCount).map(secretName));
  await run(`${accountName(0)}.workloads`, "up");
  const { secrets } = await outputs(`${accountName(1)}.secrets`);
  return secrets as Record<string, string>;
}

/** Gets the credentials that EKS Auth gives to a reader's pod. */
async function credentialsOf({ connection, control }: BenchSandbox, index: number) {
  const [account, name] = [accountId(0), clusterName(0)];
  const node = await control.account({ id: account, region: "us-east-1" });
  const { token } = await control.token({
    cluster: `arn:aws:eks:us-east-1:${account}:cluster/${name}`,
    namespace: "default",
    serviceAccount: readerName(index),
  });
  const signer = { region: "us-east-1", credentials: node };
  return podCredentials(connection.endpoint, signer, name, token);
}

/** Runs the clients in a process of their own, so that they take no time of the server's process. */
async function clientProcess(load: Load): Promise<Reads> {
  const child = spawn(process.execPath, [compiledFile("bench/reads/client.js")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(load));
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error("the clients failed");
  return JSON.parse(said);
}
