import type { KubernetesObject } from "./api-client";
import { type ApiServer, startApiServer } from "./api-server";
import { buildPrograms } from "./build-programs";
import { driverCrds } from "./driver-crds";
import { untilQuiet, untilTrue } from "./settled";

/** Starts an API server that knows the driver's kinds. The first start on a machine builds the programs. */
export async function startCluster(): Promise<ApiServer> {
  const server = await startApiServer(await buildPrograms());
  try {
    await defineKinds(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function defineKinds({ client }: ApiServer): Promise<void> {
  const crds = await driverCrds();
  for (const crd of crds) await client.apply(crd, { manager: "driver" });
  for (const crd of crds) await untilTrue(async () => isEstablished(await client.find(crd)));
  await untilQuiet(client);
}

function isEstablished(crd: KubernetesObject | undefined): boolean {
  const conditions: { type: string; status: string }[] = crd?.status?.conditions ?? [];
  return conditions.some(({ status, type }) => type === "Established" && status === "True");
}
