import { deepStrictEqual, equal, match, notEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import { DEPLOYMENTS as DEPLOYMENT, PODS } from "../../sandbox/kubernetes/model/resource-types";
import { ClusterObjects } from "../../sandbox/kubernetes/objects/cluster-objects";
import { MOST_PODS, reconcileDeployments } from "../../sandbox/pods/deployments";
import { eventsOf } from "../../sandbox/pods/events";
import { CLUSTER } from "./eks-support";
import {
  APPLY,
  CLASSES,
  DEPLOYMENTS,
  deploymentOf,
  lastMessage,
  type PodWorld,
  readStatements,
  SECRET_A,
  startPodWorld,
  VALUE,
} from "./pods-support";
import { policy } from "./secrets-support";
import { A, REGION } from "./support";

describe("pods whose values, roles or templates change", () => {
  let world: PodWorld;
  afterEach(() => world.end());

  const cat = (path: string) => world.exec("application-a", "cat", path);

  it("read a rotated value when they are mounted again", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    await world.settle();
    await world.putValue("second");
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
    await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
  });

  it("print the bytes of a value that is no text", async () => {
    world = await startPodWorld();
    const bytes = Buffer.from([0, 255, 254, 10]);
    await world.sandbox
      .clients(A)
      .secretsManager.putSecretValue({ SecretId: world.secretArn, SecretBinary: bytes });
    await world.deploy([SECRET_A]);
    await world.settle();
    const command = ["cat", "/mnt/secret/secret-a"];
    const { body } = await world.sandbox.control("POST", "/exec", {
      ...{ reader: "application-a", command },
    });
    const { stdoutBytes } = body as { stdoutBytes: string };
    deepStrictEqual(Buffer.from(stdoutBytes, "base64"), bytes);
  });

  it("have a record of the versions that are mounted, as long as they live", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const { name } = await world.pod("application-a");
    const records = async () => {
      await world.settle();
      const { body } = await world.k8s("GET", CLASSES.replace(/classes$/, "classpodstatuses"));
      return (body as { items: { status: Record<string, unknown> }[] }).items;
    };
    const [first, ...more] = await records();
    deepStrictEqual(more, []);
    const { objects, podName, secretProviderClassName } = first?.status ?? {};
    deepStrictEqual(
      { podName, secretProviderClassName },
      { podName: name, secretProviderClassName: "secrets" },
    );
    const [file] = objects as { id: string; version: string }[];
    equal(file?.id, "secret-a");
    await world.putValue("second");
    await world.remount("application-a");
    const [second] = await records();
    notEqual(JSON.stringify(second?.status.objects), JSON.stringify(objects));
    await world.k8s("DELETE", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(await records(), []);
  });

  it("are no failure of a remount when they are gone before it ends", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const { name } = await world.pod("application-a");
    const { iam } = world.sandbox.clients(A);
    await iam.deleteRolePolicy({ RoleName: "reader", PolicyName: "inline" });
    match((await world.remount("application-a")).failure ?? "", /required permissions/);
    const [{ failure }] = await Promise.all([
      world.remount("application-a"),
      world.k8s("DELETE", `/api/v1/namespaces/default/pods/${name}`),
    ]);
    strictEqual(failure, undefined);
  });

  it("read a rotated value by themselves where the driver rotates", async () => {
    world = await startPodWorld({
      provider: { enableSecretRotation: true, rotationPollInterval: "200ms" },
    });
    await world.deploy([SECRET_A]);
    await world.settle();
    await world.putValue("second");
    while ((await cat("/mnt/secret/secret-a")).stdout !== "second") {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it("keep the stale file when their grant is gone, say so, and lose it when replaced", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    await world.settle();
    await world.putValue("second");
    await world.sandbox.clients(A).iam.putRolePolicy({
      RoleName: "reader",
      PolicyName: "inline",
      PolicyDocument: policy(
        ...readStatements("arn:aws:secretsmanager:us-east-1:111111111111:secret:else"),
      ),
    });
    const pod = await world.remount("application-a");
    equal(pod.phase, "Running");
    match(lastMessage(pod, "FailedMount"), /^MountVolume\.SetUp failed .*granted for: secret-a$/);
    match(lastMessage(pod, "StaleFiles"), /files stay as they were mounted before/);
    equal(pod.failure, lastMessage(pod, "FailedMount"));
    const shown: { stdout: string; stale?: string } = await cat("/mnt/secret/secret-a");
    equal(shown.stdout, VALUE);
    match(shown.stale ?? "", /^MountVolume\.SetUp failed /);
    await world.k8s("DELETE", `/api/v1/namespaces/default/pods/${pod.name}`);
    const next = await world.pod("application-a");
    ok(next.name !== pod.name);
    equal(next.phase, "Pending");
    match((await world.remount("application-a")).failure ?? "", /^MountVolume\.SetUp failed /);
    ok(!existsSync(world.directoryOf(pod.name)));
  });

  it("go on reading after their association is gone, until they are replaced", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    await world.settle();
    const { eks } = world.sandbox.clients(A);
    const list = { clusterName: CLUSTER };
    const [association] = (await eks.listPodIdentityAssociations(list)).associations ?? [];
    const names = { clusterName: CLUSTER, associationId: association?.associationId };
    await eks.deletePodIdentityAssociation(names);
    await world.putValue("second");
    const pod = await world.remount("application-a");
    // Like the real agent, this one keeps credentials by token.
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
    await world.k8s("DELETE", `/api/v1/namespaces/default/pods/${pod.name}`);
    match(lastMessage(await world.pod("application-a"), "FailedMount"), /No association found/);
  });

  it("are replaced when their template changes: the old one goes when the new one runs", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const first = await world.pod("application-a");
    const restarted = deploymentOf({ annotations: { restartedAt: "now" } });
    await world.k8s("PATCH", `${DEPLOYMENTS}/application-a?fieldManager=test`, restarted, APPLY);
    const second = await world.pod("application-a");
    ok(second.name !== first.name && second.phase === "Running");
    ok(!existsSync(world.directoryOf(first.name)) && existsSync(world.directoryOf(second.name)));
    await world.k8s("DELETE", `${CLASSES}/secrets`);
    const broken = deploymentOf({ annotations: { restartedAt: "later" } });
    await world.k8s("PATCH", `${DEPLOYMENTS}/application-a?fieldManager=test`, broken, APPLY);
    deepStrictEqual((await world.pods()).map(({ phase }) => phase).sort(), ["Pending", "Running"]);
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
  });

  it("go on reading when their token and credentials have run out", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    await world.settle();
    await world.putValue("second");
    world.sandbox.advance(7 * 3600 * 1000);
    const pod = await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second", JSON.stringify(pod.events));
  });
});

const CLUSTER_KEY = ["eks-cluster", A, REGION, CLUSTER] as const;

describe("a Deployment of many pods", () => {
  let world: PodWorld;
  beforeEach(async () => {
    world = await startPodWorld();
  });
  afterEach(() => world.end());

  /** A Deployment whose pods mount nothing. */
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
