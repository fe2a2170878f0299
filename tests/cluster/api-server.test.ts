import { deepStrictEqual, rejects } from "node:assert/strict";

import knownTypes from "../../sandbox/kubernetes/schema/field-types.json";
import { csiVolume, csiVolumeMount } from "../../sdk/manifest/csi-volume";
import { type DeploymentSpec, deployment } from "../../sdk/manifest/deployment";
import { servedTypes } from "./objects/served-types";
import type { ApiClient } from "./running/api-client";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";

const OURS = { manager: "eks-pod-secrets" };

const ORDERS: DeploymentSpec = {
  namespace: "restricted",
  name: "orders",
  serviceAccount: "default",
  role: "arn:aws:iam::111111111111:role/orders",
  contents: "0123456789ab",
  image: "nginx:1.29",
  volume: csiVolume("secrets", "orders"),
  volumeMount: csiVolumeMount("secrets", "/mnt/secrets"),
};

describe("Kubernetes's own API server", () => {
  let cluster: Cluster;
  let client: ApiClient;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    cluster = await startCluster();
    ({ client } = cluster);
  });
  after(() => cluster?.stop());

  it("has the fields that the sandbox knows of each kind, and no others", async () => {
    deepStrictEqual(await servedTypes(client), knownTypes);
  });

  it("refuses a field that it does not know, and a parameter that is no text", async () => {
    const metadata = { name: "refused", namespace: "default" };
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata, roleArn: "arn" };
    await rejects(client.apply(account, OURS), /roleArn/);
    const providerClass = {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata,
      spec: { provider: "aws", parameters: { usePodIdentity: true } },
    };
    await rejects(client.apply(providerClass, OURS), /usePodIdentity: expected string/);
    providerClass.spec.parameters = { usePodIdentity: "true" } as never;
    await rejects(client.apply({ ...providerClass, specs: {} }, OURS), /specs/);
  });

  it("admits a deployment's pods where Pod Security enforces restricted, unless the inventory widens them", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const metadata = { name: "restricted", labels };
    await client.apply({ apiVersion: "v1", kind: "Namespace", metadata }, OURS);
    const podOf = (settings: Partial<DeploymentSpec>) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "orders", namespace: "restricted" },
      spec: deployment({ ...ORDERS, ...settings }).spec.template.spec,
    });
    const widened = { securityContext: { allowPrivilegeEscalation: true } };
    await rejects(client.apply(podOf(widened), OURS), /violates PodSecurity "restricted/);
    await client.apply(podOf({}), OURS);
  });
});
