import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../sandbox/instance/data-directory";
import type { Programs } from "../programs/build-programs";
import { type ApiClient, apiClient } from "./api-client";
import { type CredentialFiles, type Processes, writeCredentials } from "./processes";

/** How long the API server may take until it is ready. In milliseconds. */
const START_TIMEOUT = 120_000;

const NAME = "kube-apiserver";

/** Starts etcd and an empty API server, on a port and with certificates of its own. */
export async function startApiServer(
  name: string,
  programs: Programs,
  directory: string,
  running: Processes,
): Promise<{ client: ApiClient; files: CredentialFiles }> {
  const port = await freePort();
  const { connection, files } = writeCredentials(name, directory, `https://127.0.0.1:${port}`);
  const client = apiClient(connection);
  const socket = `unix://${join(directory, "etcd.sock")}`;
  running.start(programs.etcd, "etcd", etcdFlags(directory, socket));
  running.start(programs.apiServer, NAME, {
    ...{ "etcd-servers": socket, "secure-port": String(port) },
    ...apiServerFlags(directory, files),
  });
  await untilReady(client, running);
  return { client, files };
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

function apiServerFlags(directory: string, files: CredentialFiles): Record<string, string> {
  return {
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "endpoint-reconciler-type": "none",
    "cert-dir": directory,
    "tls-cert-file": files.certificate,
    "tls-private-key-file": files.key,
    "token-auth-file": files.tokens,
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": files.serviceAccountsKey,
    "service-account-signing-key-file": files.serviceAccountsKey,
    "service-cluster-ip-range": "10.0.0.0/24",
    "authorization-mode": "RBAC",
  };
}

async function untilReady(client: ApiClient, running: Processes): Promise<void> {
  const latest = Date.now() + START_TIMEOUT;
  while (Date.now() < latest && running.areRunning()) {
    if (await client.isReady().catch(() => false)) return;
    await sleep(200);
  }
  throw new Error(`the API server is not ready; it said last:\n${running.lastWords(NAME)}`);
}
