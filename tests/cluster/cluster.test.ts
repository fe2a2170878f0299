import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";

import knownTypes from "../../sandbox/kubernetes/schema/field-types.json";
import { zone as everyOption } from "../stacks/vocabulary";
import { type ApiClient, type KubernetesObject, Refusal } from "./api-client";
import type { ApiServer } from "./api-server";
import { exampleZones } from "./example-zones";
import { partOf } from "./part-of";
import { registeredObjects } from "./registered-objects";
import { servedTypes } from "./served-types";
import { startCluster } from "./start-cluster";

/** The first run builds the programs. In milliseconds. */
const BUILD_TIMEOUT = 60 * 60_000;

const OURS = { manager: "eks-pod-secrets" };
const OTHER = "another-team";

/** Another value of a field that decides who reads what, by kind. The other kinds have no field but their names. */
const DRIFTS: Record<string, { change: object; field: string }> = {
  Deployment: {
    change: { spec: { template: { spec: { serviceAccountName: "default" } } } },
    field: ".spec.template.spec.serviceAccountName",
  },
  SecretProviderClass: {
    change: { spec: { parameters: { usePodIdentity: "false" } } },
    field: ".spec.parameters.usePodIdentity",
  },
};

describe("Kubernetes's own API server", () => {
  let server: ApiServer;
  let client: ApiClient;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    server = await startCluster();
    ({ client } = server);
  });
  after(() => server?.stop());

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

  const zones = { ...exampleZones(), "an inventory with every option": everyOption };
  for (const [file, zone] of Object.entries(zones)) {
    for (const cluster of zone.clusters) {
      describe(`${file}, cluster ${cluster.id}`, () => {
        let objects: KubernetesObject[];
        let found: string[];
        let ofOthers: KubernetesObject[];

        before(async () => {
          objects = (await registeredObjects(zone))[cluster.id] ?? [];
          found = await client.everything();
          ofOthers = missingNamespaces(objects);
          for (const namespace of ofOthers) await client.apply(namespace, { manager: OTHER });
        });

        it("takes every object as the stacks register it", async () => {
          strictEqual(objects.length > 0, true);
          for (const object of objects) {
            const applied = await client.apply(object, OURS);
            deepStrictEqual(partOf(applied, object), object);
          }
        });

        if (zone.readers.some((reader) => reader.cluster === cluster && reader.deployment)) {
          it("admits the pods of every Deployment, with the mount and the service account", async () => {
            const deployments = objects.filter(({ kind }) => kind === "Deployment");
            strictEqual(deployments.length > 0, true);
            for (const { metadata, spec } of deployments) {
              const pod = {
                ...{ apiVersion: "v1", kind: "Pod", spec: spec.template.spec },
                metadata: { ...spec.template.metadata, ...metadata },
              };
              const admitted = (await client.tryCreate(pod)).spec;
              strictEqual(admitted.serviceAccountName, pod.spec.serviceAccountName);
              deepStrictEqual(admitted.volumes[0], pod.spec.volumes[0]);
            }
          });
        }

        it("changes nothing when all is applied again", async () => {
          for (const object of objects) {
            const before = await client.find(object);
            const applied = await client.apply(object, OURS);
            deepStrictEqual(contentOf(applied), before && contentOf(before));
          }
        });

        it("tells what another manager changed, and takes it back by force", async () => {
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

        it("makes anew what another manager removed", async () => {
          for (const object of objects.filter(({ kind }) => kind !== "Namespace")) {
            await client.remove(object);
            strictEqual(await client.find(object), undefined);
            const applied = await client.apply(object, OURS);
            deepStrictEqual(partOf(applied, object), object);
          }
        });

        it("has nothing left once all is removed", async () => {
          for (const object of [...ofOthers, ...objects].reverse()) await client.remove(object);
          deepStrictEqual(await client.everything(), found);
        });
      });
    }
  }
});

/**
 * All that there is of an object. Where a namespace was applied with its name alone, the second apply makes the server record
 * who set its other fields: that changes nothing of the namespace.
 */
function contentOf(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Namespace") return object;
  const { managedFields: _, resourceVersion: __, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The namespaces that somebody else must make. */
function missingNamespaces(objects: KubernetesObject[]): KubernetesObject[] {
  const made = objects.filter(({ kind }) => kind === "Namespace").map((one) => one.metadata.name);
  const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  return [...used]
    .filter((name) => name !== "default" && !made.includes(name))
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}
