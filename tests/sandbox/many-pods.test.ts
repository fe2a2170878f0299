import { deepStrictEqual, match, strictEqual } from "node:assert";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import { DEPLOYMENTS as DEPLOYMENT, PODS } from "../../sandbox/kubernetes/model/resource-types";
import { ClusterObjects } from "../../sandbox/kubernetes/objects/cluster-objects";
import { MOST_PODS, reconcileDeployments } from "../../sandbox/pods/deployments";
import { eventsOf } from "../../sandbox/pods/events";
import { CLUSTER } from "./eks-support";
import { DEPLOYMENTS, deploymentOf, type PodWorld, startPodWorld } from "./pods-support";
import { A, REGION } from "./support";

const CLUSTER_KEY = ["eks-cluster", A, REGION, CLUSTER] as const;

describe("a Deployment of many pods", () => {
  let world: PodWorld;
  beforeEach(async () => {
    world = await startPodWorld();
  });
  afterEach(async () => {
    deepStrictEqual(world.sandbox.failures, []);
    await world.sandbox.stop();
  });

  /** One whose pods mount nothing. */
  function deploymentWith(replicas: number) {
    const { spec, ...rest } = deploymentOf();
    const { volumes: _, containers, ...pod } = spec.template.spec;
    const bare = containers.map(({ volumeMounts: __, ...container }) => container);
    const template = { ...spec.template, spec: { ...pod, containers: bare } };
    return { ...rest, spec: { ...spec, replicas, template } };
  }

  it("does not keep others waiting, however many it asks for", async () => {
    await world.k8s("POST", DEPLOYMENTS, deploymentWith(1_000_000_000));
    for (let asked = 0; asked < 3; asked++) {
      strictEqual((await world.k8s("GET", `${DEPLOYMENTS}/application-a`)).status, 200);
    }
    strictEqual((await world.k8s("DELETE", `${DEPLOYMENTS}/application-a`)).status, 200);
    await world.settle();
    deepStrictEqual(await world.pods(), []);
  });

  it("gets what the sandbox holds, in passes, and an event says why no more", async () => {
    const { store } = world.sandbox;
    await world.sandbox.control("POST", "/settle");
    const cluster = store.get<ClusterRecord>([...CLUSTER_KEY]);
    if (!cluster) throw new Error("no cluster");
    const objects = new ClusterObjects(store, cluster);
    await world.k8s("POST", DEPLOYMENTS, deploymentWith(MOST_PODS + 1));
    const counts: number[] = [];
    for (let passes = 0; passes < 2; passes++) {
      const before = objects.list(PODS).length;
      reconcileDeployments(objects, new Date());
      counts.push(objects.list(PODS).length - before);
    }
    deepStrictEqual(counts, [500, 500]);
    for (let passes = 0; passes < MOST_PODS / 500; passes++) {
      reconcileDeployments(objects, new Date());
    }
    strictEqual(objects.list(PODS, "default").length, MOST_PODS);
    const deployment = objects.get(DEPLOYMENT, "default", "application-a");
    if (!deployment) throw new Error("no deployment");
    const [{ message, reason } = { message: "", reason: "" }] = eventsOf(objects, deployment);
    strictEqual(reason, "FailedCreate");
    match(message, /exceeded quota: the sandbox holds at most 10000 pods in a cluster/);
    strictEqual(deployment.status?.replicas, MOST_PODS);
  });
});
