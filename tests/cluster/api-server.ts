import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "../../sandbox/instance/free-port";
import { serverIdentity } from "../../sandbox/wire/tls/certificate-authority";
import { type ApiClient, apiClient } from "./api-client";
import type { Programs } from "./build-programs";

/** How long the API server may take until it is ready. In milliseconds. */
const START_TIMEOUT = 120_000;

/** An API server of one test, on a port of its own, without controllers and nodes. */
export interface ApiServer {
  client: ApiClient;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** Starts etcd and an empty API server in a temporary directory, with certificates of its own. */
export async function startApiServer(programs: Programs): Promise<ApiServer> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-cluster-"));
  const started: ChildProcess[] = [];
  const start = (program: string, name: string, flags: Record<string, string>) => {
    const log = openSync(join(directory, `${name}.log`), "w");
    const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
    started.push(spawn(program, args, { stdio: ["ignore", log, log] }));
    closeSync(log);
  };
  const stop = async () => {
    // In reverse, so that none loses what it needs.
    for (const program of started.reverse()) await end(program);
    rmSync(directory, { recursive: true });
  };
  try {
    const credentials = writeFiles(directory);
    const port = await freePort();
    const client = apiClient({ endpoint: `https://127.0.0.1:${port}`, ...credentials });
    const socket = `unix://${join(directory, "etcd.sock")}`;
    start(programs.etcd, "etcd", etcdFlags(directory, socket));
    start(programs.apiServer, "kube-apiserver", apiServerFlags(directory, socket, port));
    await ready(client, directory, started);
    return { client, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Certificates, the key of service accounts' tokens, and the administrator's token. */
function writeFiles(directory: string): { authority: string; token: string } {
  const write = (name: string, content: string) =>
    writeFileSync(join(directory, name), content, { mode: 0o600 });
  const { authority, certificate, key } = serverIdentity(directory);
  write("server.pem", certificate);
  write("server.key", key);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  write("service-accounts.key", privateKey.export({ type: "sec1", format: "pem" }).toString());
  const token = randomBytes(18).toString("hex");
  write("tokens.csv", `${token},administrator,administrator,system:masters\n`);
  return { authority, token };
}

function etcdFlags(directory: string, socket: string): Record<string, string> {
  return {
    "data-dir": join(directory, "etcd"),
    "listen-client-urls": socket,
    // It must be a host and a port. Nobody calls it.
    "advertise-client-urls": "http://127.0.0.1:1",
    "listen-peer-urls": "http://127.0.0.1:0",
    "unsafe-no-fsync": "true",
  };
}

function apiServerFlags(directory: string, socket: string, port: number): Record<string, string> {
  return {
    "etcd-servers": socket,
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": String(port),
    "endpoint-reconciler-type": "none",
    "cert-dir": directory,
    "tls-cert-file": join(directory, "server.pem"),
    "tls-private-key-file": join(directory, "server.key"),
    "token-auth-file": join(directory, "tokens.csv"),
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": join(directory, "service-accounts.key"),
    "service-account-signing-key-file": join(directory, "service-accounts.key"),
    "service-cluster-ip-range": "10.0.0.0/24",
    "authorization-mode": "RBAC",
  };
}

async function ready(
  client: ApiClient,
  directory: string,
  programs: ChildProcess[],
): Promise<void> {
  const latest = Date.now() + START_TIMEOUT;
  while (Date.now() < latest && programs.every(isRunning)) {
    if (await client.isReady().catch(() => false)) return;
    await sleep(200);
  }
  const log = readFileSync(join(directory, "kube-apiserver.log"), "utf8");
  throw new Error(`the API server is not ready; it said last:\n${log.slice(-2000)}`);
}

async function end(program: ChildProcess): Promise<void> {
  if (!isRunning(program)) return;
  const ended = once(program, "exit");
  program.kill("SIGTERM");
  await ended;
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
