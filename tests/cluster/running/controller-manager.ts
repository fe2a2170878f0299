import type { Programs } from "../programs/build-programs";
import { type ApiClient, untilTrue } from "./api-client";
import type { CredentialFiles, Processes } from "./processes";

const NAME = "kube-controller-manager";

/** What its controllers make in each namespace. */
const FIRST_OBJECTS = [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace: "default", name: "default" } },
  {
    ...{ apiVersion: "v1", kind: "ConfigMap" },
    metadata: { namespace: "default", name: "kube-root-ca.crt" },
  },
];

/**
 * Starts Kubernetes's own controllers, and waits until they work. The API server must know all kinds by then: those that
 * come later are collected half a minute later.
 */
export async function startControllerManager(
  programs: Programs,
  { authority, kubeconfig, serviceAccountsKey }: CredentialFiles,
  client: ApiClient,
  running: Processes,
): Promise<void> {
  running.start(programs.controllerManager, NAME, {
    kubeconfig,
    "root-ca-file": authority,
    "service-account-private-key-file": serviceAccountsKey,
    "leader-elect": "false",
    // It serves nothing.
    "secure-port": "0",
  });
  await untilTrue(async () => {
    if (!running.areRunning())
      throw new Error(`${NAME} ended; it said last:\n${running.lastWords(NAME)}`);
    const found = await Promise.all(FIRST_OBJECTS.map((one) => client.find(one)));
    return !found.includes(undefined);
  });
}
