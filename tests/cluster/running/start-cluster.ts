import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { authorityFile } from "../../../sandbox/wire/tls/certificate-authority";
import { buildPrograms } from "../programs/build-programs";
import { type ApiClient, type KubernetesObject, untilTrue } from "./api-client";
import { startApiServer } from "./api-server";
import { startControllerManager } from "./controller-manager";
import { driverCrds } from "./driver-crds";
import { processes } from "./processes";

/** How long the first start on a machine may take. In milliseconds. */
export const BUILD_TIMEOUT = 60 * 60_000;

/** A control plane of one test, without nodes. */
export interface Cluster {
  name: string;
  client: ApiClient;
  /** File of the administrator's kubeconfig. Its one context has the cluster's name. */
  kubeconfig: string;
  /** File of the authority, with its key, that the server's certificate is of. */
  authority: string;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane that knows the driver's kinds. The first start on a machine builds the programs. `authority`: file of
 * another cluster's, to share it.
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

/** Waits for what a new cluster makes by itself. */
async function untilQuiet(client: ApiClient): Promise<void> {
  let last: string[] = [];
  await untilTrue(async () => {
    const now = await client.everything();
    const isSame = isDeepStrictEqual(now, last);
    last = now;
    return isSame;
  }, 2000);
}
