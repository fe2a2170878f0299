import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual, promisify } from "node:util";
import { parse } from "yaml";
import { freePort } from "../../../sandbox/instance/data-directory";
import { authorityFile } from "../../../sandbox/wire/tls/certificate-authority";
import { buildPrograms, type Programs } from "../programs/build-programs";
import { type ApiClient, apiClient, type KubernetesObject, untilTrue } from "./api-client";
import { type CredentialFiles, type Processes, processes, writeCredentials } from "./processes";

/** How long the first start on a machine may take, in milliseconds. */
export const BUILD_TIMEOUT = 60 * 60_000;

/** A control plane for one test, without nodes. */
export interface Cluster {
  name: string;
  client: ApiClient;
  /** File of the administrator's kubeconfig. Its only context has the cluster's name. */
  kubeconfig: string;
  /** File of the authority that signed the server's certificate, with its key. */
  authority: string;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane that knows the driver's kinds. The first start on a machine builds the programs. `authority` is the file
 * of another cluster's authority, to share it.
 */
export async function startCluster(name = "cluster", authority?: string): Promise<Cluster> {
  const programs = await buildPrograms();
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-cluster-"));
  if (authority) copyFileSync(authority, authorityFile(directory));
  const running = processes(directory);
  const stop = async () => {
    await running.stop();
    rmSync(directory, { recursive: true });
  };
  try {
    const { client, files } = await startApiServer(name, programs, directory, running);
    await defineKinds(client);
    await startControllerManager(programs, files, client, running);
    await untilQuiet(client);
    return { name, client, kubeconfig: files.kubeconfig, authority: files.authority, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function defineKinds(client: ApiClient): Promise<void> {
  const crds = await driverCrds();
  for (const crd of crds) await client.apply(crd, { manager: "driver" });
  for (const crd of crds) await untilTrue(async () => isEstablished(await client.find(crd)));
}

function isEstablished(crd: KubernetesObject | undefined): boolean {
  const conditions: { type: string; status: string }[] = crd?.status?.conditions ?? [];
  return conditions.some(({ status, type }) => type === "Established" && status === "True");
}

/** Waits until a new cluster has made everything that it makes by itself. */
async function untilQuiet(client: ApiClient): Promise<void> {
  let last: string[] = [];
  await untilTrue(async () => {
    const now = await client.everything();
    const isSame = isDeepStrictEqual(now, last);
    last = now;
    return isSame;
  }, 2000);
}

/** How long the API server may take to become ready, in milliseconds. */
const START_TIMEOUT = 120_000;

const API_SERVER = "kube-apiserver";

/** Starts etcd and an empty API server with a port and certificates of its own. */
async function startApiServer(
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
  running.start(programs.apiServer, API_SERVER, {
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
    // etcd requires a host and a port here. Nobody calls it.
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
  throw new Error(`the API server is not ready; it said last:\n${running.lastWords(API_SERVER)}`);
}

const CONTROLLERS = "kube-controller-manager";

/** Objects that the controllers make in each namespace. */
const FIRST_OBJECTS = [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace: "default", name: "default" } },
  {
    ...{ apiVersion: "v1", kind: "ConfigMap" },
    metadata: { namespace: "default", name: "kube-root-ca.crt" },
  },
];

/**
 * Starts Kubernetes's own controllers, and waits until they work. The API server must know all kinds before that: objects of
 * later kinds are collected half a minute later.
 */
async function startControllerManager(
  programs: Programs,
  { authority, kubeconfig, serviceAccountsKey }: CredentialFiles,
  client: ApiClient,
  running: Processes,
): Promise<void> {
  running.start(programs.controllerManager, CONTROLLERS, {
    kubeconfig,
    "root-ca-file": authority,
    "service-account-private-key-file": serviceAccountsKey,
    "leader-elect": "false",
    // Each controller uses a service account of its own, as in EKS.
    "use-service-account-credentials": "true",
    // It needs no port, because it serves nothing.
    "secure-port": "0",
  });
  await untilTrue(async () => {
    if (!running.areRunning())
      throw new Error(`${CONTROLLERS} ended; it said last:\n${running.lastWords(CONTROLLERS)}`);
    const found = await Promise.all(FIRST_OBJECTS.map((one) => client.find(one)));
    return !found.includes(undefined);
  });
}

const run = promisify(execFile);

/** The driver's version that the components install by Helm, and the hash of its Go module. */
const DRIVER = {
  module: "sigs.k8s.io/secrets-store-csi-driver@v1.6.0",
  sum: "h1:YpKG/2hJkp3EkRGpH5SPxg1/5AkmeD5pwHNKIlE90FU=",
};

/** The custom resource definitions of the driver's own chart, from its Go module. */
async function driverCrds(): Promise<KubernetesObject[]> {
  // Runs outside any module, so that no go.mod decides the version.
  const { stdout } = await run("go", ["mod", "download", "-json", DRIVER.module], {
    cwd: tmpdir(),
  });
  const { Dir, Sum } = JSON.parse(stdout);
  if (Sum !== DRIVER.sum)
    throw new Error(`${DRIVER.module} must have the hash ${DRIVER.sum}, got ${Sum}`);
  const directory = join(Dir, "charts/secrets-store-csi-driver/crds");
  return readdirSync(directory).map((file) => parse(readFileSync(join(directory, file), "utf8")));
}
