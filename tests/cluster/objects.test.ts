import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import knownTypes from "../../sandbox/kubernetes/schema/field-types.json";
import { csiVolume, csiVolumeMount } from "../../sdk/manifest/csi-volume";
import { type DeploymentSpec, deployment } from "../../sdk/manifest/deployment";
import { examples, missingNamespaces } from "./objects/example-programs";
import { DRIFTS, partOf } from "./objects/registered-objects";
import { servedTypes } from "./objects/served-types";
import { type ApiClient, type KubernetesObject, Refusal, untilTrue } from "./running/api-client";
import { asDeclared, podsOf, untilRolledOut } from "./running/rollout";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";

const OURS = { manager: "eks-pod-secrets" };
const OTHER = "another-team";

describe("the examples' objects in Kubernetes's own control plane", () => {
  let cluster: Cluster;
  let client: ApiClient;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    cluster = await startCluster();
    ({ client } = cluster);
  });
  after(() => cluster?.stop());

  for (const example of examples()) {
    describe(example.name, () => {
      let objects: KubernetesObject[];
      let deployments: KubernetesObject[];
      let found: string[];
      let ofOthers: KubernetesObject[];

      before(async () => {
        objects = await example.objects();
        deployments = objects.filter(({ kind }) => kind === "Deployment");
        found = await client.everything();
        ofOthers = missingNamespaces(objects);
        for (const namespace of ofOthers) await client.apply(namespace, { manager: OTHER });
      });

      it("are taken as the stacks register them", async () => {
        strictEqual(objects.length > 0, true);
        for (const object of objects) {
          const applied = await client.apply(object, OURS);
          deepStrictEqual(partOf(applied, object), object);
        }
      });

      if (example.deploys) {
        it("get the declared number of pods, each with all that its Deployment declares", async () => {
          strictEqual(deployments.length > 0, true);
          for (const deployment of deployments) {
            await untilRolledOut(client, deployment);
            const pods = await podsOf(client, deployment);
            strictEqual(pods.length, deployment.spec.replicas);
            const { template } = deployment.spec;
            for (const pod of pods) deepStrictEqual(partOf(asDeclared(pod), template), template);
          }
        });
      }

      it("change nothing when they are applied again", async () => {
        for (const deployment of deployments) await untilRolledOut(client, deployment);
        for (const object of objects) {
          const before = await client.find(object);
          const applied = await client.apply(object, OURS);
          deepStrictEqual(contentOf(applied), before && contentOf(before));
        }
      });

      it("tell what another manager changed, and take it back by force", async () => {
        for (const object of objects) {
          const drift = DRIFTS[object.kind];
          if (!drift) continue;
          await client.merge(object, drift.change, OTHER);
          await rejects(client.apply(object, OURS), (error) => {
            strictEqual(error instanceof Refusal && error.status, 409);
            const { message } = error as Refusal;
            strictEqual(
              [OTHER, drift.field].every((part) => message.includes(part)),
              true,
              message,
            );
            return true;
          });
          const applied = await client.apply(object, { ...OURS, force: true });
          deepStrictEqual(partOf(applied, object), object);
        }
      });

      it("are made anew where another manager removed them", async () => {
        for (const object of objects.filter(({ kind }) => kind !== "Namespace")) {
          await client.remove(object);
          strictEqual(await client.find(object), undefined);
          const applied = await client.apply(object, OURS);
          deepStrictEqual(partOf(applied, object), object);
        }
      });

      it("leave nothing once they are removed", async () => {
        const namespaces = objects.filter(({ kind }) => kind === "Namespace");
        const others = objects.filter((object) => !namespaces.includes(object));
        for (const object of others.reverse()) await client.remove(object);
        await Promise.all([...ofOthers, ...namespaces].map((one) => client.remove(one)));
        await untilTrue(async () => isDeepStrictEqual(await client.everything(), found));
      });
    });
  }
});

/**
 * The parts of an object to compare. If a namespace was applied with its name alone, a second apply makes the server record who
 * set its other fields, which changes nothing.
 */
function contentOf(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Namespace") return object;
  const { managedFields: _, resourceVersion: __, ...metadata } = object.metadata;
  return { ...object, metadata };
}

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
