import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  type DeployedWorkloads,
  type PlacedObject,
  prepareWorkloads,
} from "./deployed/deployed-workloads";
import { exampleZones, missingNamespaces } from "./objects/example-programs";
import { DRIFTS, partOf, registeredObjects } from "./objects/registered-objects";
import { buildProvider } from "./programs/build-programs";
import { untilTrue } from "./running/api-client";
import { type FakeKubelet, startFakeKubelet } from "./running/fake-kubelet";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";

/** How long a run of the engine may take, in milliseconds. */
const RUN_TIMEOUT = 10 * 60_000;

/** In this time, a run would end that does not wait for pods. In milliseconds. */
const SHORT = 5_000;

const PODS = { apiVersion: "v1", kind: "Pod" };

const OTHER = "another-team";

const examples = Object.entries(exampleZones()).filter(([, { readers }]) => readers.length > 0);

describe("the examples' workloads by Pulumi's own provider, in Kubernetes's own control plane", () => {
  let provider: string;
  const clusters: Cluster[] = [];

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    provider = await buildProvider();
    const count = Math.max(...examples.map(([, zone]) => zone.clusters.length));
    for (let number = 1; number <= count; number++) {
      const cluster = await startCluster(`cluster-${number}`, clusters[0]?.authority);
      clusters.push(cluster);
    }
  });
  after(async () => {
    for (const cluster of clusters) await cluster.stop();
  });

  for (const [file, zone] of examples) {
    describe(file, function () {
      this.timeout(RUN_TIMEOUT);
      let workloads: DeployedWorkloads;
      let kubelets: FakeKubelet[] = [];
      const ofOthers: PlacedObject[] = [];
      /** What each cluster held before. */
      let found: string[][];

      const everything = () => Promise.all(clusters.map(({ client }) => client.everything()));

      before(async () => {
        found = await everything();
        const registered = await registeredObjects(zone);
        for (const [index, { id }] of zone.clusters.entries()) {
          const cluster = clusters[index] as Cluster;
          for (const object of missingNamespaces(registered[id] ?? [])) {
            await cluster.client.apply(object, { manager: OTHER });
            ofOthers.push({ cluster, object });
          }
        }
        workloads = await prepareWorkloads(file, zone, clusters, provider);
      });
      after(async () => {
        await Promise.all(kubelets.map((kubelet) => kubelet.stop()));
        await workloads?.remove();
      });

      const allPods = async () =>
        (await Promise.all(clusters.map(({ client }) => client.list(PODS)))).flat();

      /** Checks that each object in the stacks is in its cluster, with everything that they declare. */
      async function assertAsDeclared() {
        const held = workloads.objects();
        strictEqual(held.length > 0, true);
        for (const { cluster, object } of held) {
          deepStrictEqual(partOf(await cluster.client.find(object), object), object);
        }
      }

      it("come up, once the pods of every Deployment are ready", async () => {
        const run = workloads.run("up");
        if (zone.readers.some(({ deployment }) => deployment)) {
          await untilTrue(async () => (await allPods()).length > 0);
          strictEqual(await Promise.race([run, sleep(SHORT)]), undefined);
        }
        kubelets = clusters.map(({ client }) => startFakeKubelet(client));
        deepStrictEqual(await run, ["create"]);
        await assertAsDeclared();
      });

      it("are the same in a second run, and after a refresh", async () => {
        deepStrictEqual(await workloads.run("up"), ["same"]);
        deepStrictEqual(await workloads.run("up", "--refresh"), ["same"]);
      });

      it("show what was changed by hand, and take it back", async () => {
        const changed = workloads.objects().filter(({ object }) => DRIFTS[object.kind]);
        for (const { cluster, object } of changed) {
          await cluster.client.merge(object, DRIFTS[object.kind]?.change ?? {}, OTHER);
        }
        const { stacks } = await workloads.preview("--refresh");
        const steps = stacks.flatMap((stack) => stack.steps);
        deepStrictEqual(
          steps.map(({ operation, type }) => `${operation} ${type.split(":").at(-1)}`).sort(),
          changed.map(({ object }) => `update ${object.kind}`).sort(),
        );
        deepStrictEqual(await workloads.run("up", "--refresh"), ["same", "update"]);
        await assertAsDeclared();
      });

      it("leave only namespaces once destroyed", async () => {
        const held = workloads.objects();
        const ops = await workloads.run("destroy");
        // The engine discards what was only read, such as another stack's outputs.
        deepStrictEqual(
          ops.filter((op) => op !== "discard"),
          ["delete"],
        );
        const namespaces = held.filter(({ object }) => object.kind === "Namespace");
        for (const { cluster, object } of held.filter((one) => !namespaces.includes(one))) {
          strictEqual(await cluster.client.find(object), undefined);
        }
        for (const { cluster, object } of namespaces) {
          notStrictEqual(await cluster.client.find(object), undefined);
        }
        await Promise.all([...ofOthers, ...namespaces].map(removeIfThere));
        await untilTrue(async () => isDeepStrictEqual(await everything(), found));
      });
    });
  }
});

async function removeIfThere({ cluster: { client }, object }: PlacedObject): Promise<void> {
  if (await client.find(object)) await client.remove(object);
}
