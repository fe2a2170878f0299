import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { authorityFile, serverIdentity } from "../../../sandbox/wire/tls/certificate-authority";
import type { Connection } from "./api-client";

/** The programs of one cluster. Each writes a log into the cluster's directory. */
export interface Processes {
  /** `name` is that of the log. */
  start(program: string, name: string, flags: Record<string, string>): void;
  /** Whether all of them still run. */
  areRunning(): boolean;
  /** The end of a program's log. */
  lastWords(name: string): string;
  /** Stops all programs, the last one first, so that none loses what it needs. */
  stop(): Promise<void>;
}

export function processes(directory: string): Processes {
  const started: ChildProcess[] = [];
  // Stops the programs if the tests are interrupted.
  process.once("exit", () => {
    for (const program of started) program.kill("SIGKILL");
  });
  const logOf = (name: string) => join(directory, `${name}.log`);
  return {
    start(program, name, flags) {
      const log = openSync(logOf(name), "w");
      const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
      started.push(spawn(program, args, { stdio: ["ignore", log, log] }));
      closeSync(log);
    },
    areRunning: () => started.every(isRunning),
    lastWords: (name) => readFileSync(logOf(name), "utf8").slice(-2000),
    async stop() {
      for (const program of started.reverse()) await end(program);
    },
  };
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

/** The files with which a cluster's programs authenticate each other. */
export interface CredentialFiles {
  /** The authority of the API server's certificate. */
  authority: string;
  certificate: string;
  key: string;
  /** The key that signs the tokens of service accounts. */
  serviceAccountsKey: string;
  /** The users of the API server: one administrator. */
  tokens: string;
  /** The administrator's kubeconfig. Its only context has the cluster's name. */
  kubeconfig: string;
}

/** Writes these files into a cluster's directory. Also returns the administrator's connection. */
export function writeCredentials(
  name: string,
  directory: string,
  endpoint: string,
): { connection: Connection; files: CredentialFiles } {
  const write = (file: string, content: string) => {
    const path = join(directory, file);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { authority, certificate, key } = serverIdentity(directory);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const token = randomBytes(18).toString("hex");
  const connection = { endpoint, authority, token };
  const files = {
    authority: authorityFile(directory),
    certificate: write("server.pem", certificate),
    key: write("server.key", key),
    serviceAccountsKey: write(
      "service-accounts.key",
      privateKey.export({ type: "sec1", format: "pem" }).toString(),
    ),
    tokens: write("tokens.csv", `${token},administrator,administrator,system:masters\n`),
    kubeconfig: write("kubeconfig", JSON.stringify(kubeconfig(name, connection))),
  };
  return { connection, files };
}

function kubeconfig(name: string, { authority, endpoint, token }: Connection) {
  const data = Buffer.from(authority).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": data } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
}
