import { deepStrictEqual, equal, match, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Platform } from "../../sandbox/identity/platform";
import { PODS } from "../../sandbox/kubernetes/model/resource-types";
import { createNamespace } from "../../sandbox/kubernetes/objects/cluster";
import { ClusterObjects } from "../../sandbox/kubernetes/objects/cluster-objects";
import { announceChange } from "../../sandbox/kubernetes/objects/history";
import { createPodController } from "../../sandbox/pods/controller";
import type { PodMounts } from "../../sandbox/pods/pod-mounts";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import { newDirectory } from "../directories";
import { CLUSTER, createRole, roleArn, serviceTrust } from "./eks-support";
import {
  DEPLOYMENTS,
  EVERYTHING,
  lastMessage,
  mountFailure,
  type PodWorld,
  SECRET_A,
  startPodWorld,
  VALUE,
} from "./pods-support";
import { A, REGION } from "./support";

describe("pods", () => {
  let world: PodWorld;
  afterEach(() => world.end());

  const cat = (path: string) => world.exec("application-a", "cat", path);

  it("read the secret that their service account's role may read", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const pod = await world.pod("application-a");
    equal(pod.phase, "Running");
    deepStrictEqual(pod.mounts, [
      {
        volume: "secrets",
        path: "/mnt/secret",
        secretProviderClass: "secrets",
        files: ["secret-a"],
      },
    ]);
    deepStrictEqual(await cat("/mnt/secret/secret-a"), { exitCode: 0, stdout: VALUE, stderr: "" });
    equal((await world.exec("default/serviceaccount-a", "ls", "/mnt/secret")).stdout, "secret-a\n");
    const { body } = await world.k8s("GET", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(
      [body.status.observedGeneration, body.status.readyReplicas],
      [body.metadata.generation, 1],
    );
  });

  it("name and permit their files as the class says", async () => {
    world = await startPodWorld({ statements: EVERYTHING });
    const { secretsManager } = world.sandbox.clients(A);
    const bytes = Uint8Array.from([0, 255, 254, 10]);
    const { ARN = "" } = await secretsManager.createSecret({
      Name: "prod/db",
      SecretString: VALUE,
    });
    await secretsManager.createSecret({ Name: "binary", SecretBinary: bytes });
    await world.deploy([
      { objectName: ARN, objectVersionLabel: "AWSCURRENT" },
      { objectName: "prod/db", objectType: "secretsmanager", filePermission: "0400" },
      { objectName: "secret-a", objectType: "secretsmanager", objectAlias: "alias/of/it" },
      {
        objectName: world.secretArn,
        objectAlias: "whole",
        jmesPath: [
          { path: "user", objectAlias: "name" },
          { path: "password", objectAlias: "pass", filePermission: "0440" },
        ],
      },
      { objectName: "binary", objectType: "secretsmanager" },
    ]);
    const pod = await world.pod("application-a");
    equal(pod.phase, "Running", JSON.stringify(pod.events));
    const suffixed = ARN.replace("/", "_");
    deepStrictEqual(world.modesOf(pod.name), {
      alias_of_it: "644",
      binary: "644",
      name: "644",
      pass: "440",
      prod_db: "400",
      whole: "644",
      [suffixed]: "644",
    });
    equal((await cat("/mnt/secret/pass")).stdout, "passwd1");
    equal((await cat("/mnt/secret/whole")).stdout, VALUE);
    deepStrictEqual(readFileSync(join(world.directoryOf(pod.name), "binary")), Buffer.from(bytes));
  });

  it("read parameters, more than one call's worth", async () => {
    world = await startPodWorld({ statements: EVERYTHING });
    const { ssm } = world.sandbox.clients(A);
    const objects = [];
    for (let index = 0; index < 12; index += 1) {
      const Name = `/shop/flag-${index}`;
      await ssm.putParameter({ Name, Value: `value-${index}`, Type: "SecureString" });
      objects.push({ objectName: Name, objectType: "ssmparameter", objectAlias: `flag-${index}` });
    }
    await world.deploy(objects);
    equal((await world.pod("application-a")).phase, "Running");
    equal((await cat("/mnt/secret/flag-11")).stdout, "value-11");
    await world.deploy([...objects.slice(0, 2), { objectName: "/no", objectType: "ssmparameter" }]);
    equal(
      lastMessage(await world.remount("application-a"), "FailedMount"),
      mountFailure(await world.pod("application-a"), `400: ${REGION}: invalid parameters: /no`),
    );
  });

  it("wait for a node, and for their service account", async () => {
    world = await startPodWorld({ nodes: false });
    await world.deploy([SECRET_A], { serviceAccountName: "late" });
    deepStrictEqual(await world.pods(), []);
    const events = await world.k8s("GET", "/api/v1/namespaces/default/events");
    match(events.body.items[0].message, /serviceaccount "late" not found$/);
    await world.k8s("POST", "/api/v1/namespaces/default/serviceaccounts", {
      metadata: { name: "late" },
    });
    const pod = await world.pod("application-a");
    equal(pod.phase, "Pending");
    equal(lastMessage(pod, "FailedScheduling"), "no nodes available to schedule pods");
    await createRole(world.sandbox, A, "node", serviceTrust("ec2.amazonaws.com"));
    await world.sandbox.clients(A).eks.createNodegroup({
      clusterName: CLUSTER,
      nodegroupName: "nodes",
      nodeRole: roleArn(A, "node"),
      subnets: ["subnet-1"],
    });
    const scheduled = await world.pod("application-a");
    // The node's role lacks eks-auth:AssumeRoleForPodIdentity.
    match(scheduled.providerLog.at(-1) ?? lastMessage(scheduled, "FailedMount"), /AccessDenied/);
  });

  it("come as many as the Deployment has replicas", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const merge = "application/merge-patch+json";
    const scale = async (replicas: number) => {
      await world.k8s("PATCH", `${DEPLOYMENTS}/application-a`, { spec: { replicas } }, merge);
      return (await world.pods()).length;
    };
    deepStrictEqual([await scale(3), await scale(1), await scale(0)], [3, 1, 0]);
  });

  it("are made for one question, and gone after it", async () => {
    world = await startPodWorld();
    await world.deploy([{ objectName: "secret-a", objectType: "secretsmanager" }]);
    const question = {
      cluster: `arn:aws:eks:${REGION}:${A}:cluster/${CLUSTER}`,
      namespace: "default",
      serviceAccount: "serviceaccount-a",
      secretProviderClass: "secrets",
      mountPath: "/mnt/probe",
      command: ["cat", "/mnt/probe/secret-a"],
    };
    const ask = (changes = {}) =>
      world.sandbox.control("POST", "/probe", { ...question, ...changes });
    const { exitCode, stdout } = (await ask()).body as { exitCode: number; stdout: string };
    deepStrictEqual({ exitCode, stdout }, { exitCode: 0, stdout: VALUE });
    const refused = await ask({ serviceAccount: "default" });
    equal((refused.body as { exitCode: number }).exitCode, 1);
    match((refused.body as { stderr: string }).stderr, /does not run/);
    equal((await ask({ serviceAccount: "nobody" })).status, 404);
    equal((await ask({ cluster: "arn:aws:eks:x" })).status, 404);
    equal((await world.pods()).length, 1);
  });

  it("give tokens to whoever owns the sandbox, made for a pod where there is none", async () => {
    world = await startPodWorld();
    const { status, body } = await world.sandbox.control("POST", "/token", {
      cluster: `arn:aws:eks:${REGION}:${A}:cluster/${CLUSTER}`,
      namespace: "elsewhere",
      serviceAccount: "serviceaccount-a",
    });
    equal(status, 200);
    match((body as { token: string }).token, /^ey/);
    equal((await world.pods()).filter(({ namespace }) => namespace === "elsewhere").length, 1);
  });
});

describe("the controller of pods", () => {
  const cluster = { account: A, region: REGION, name: "shop" };
  let directory: string;

  beforeEach(() => {
    directory = newDirectory();
  });

  it("sees a change that comes in the moment in which its loop ends", async () => {
    const store = openLmdbStore(directory);
    store.transaction((writer) => writer.put(["eks-cluster", A, REGION, "shop"], cluster));
    const objects = new ClusterObjects(store, cluster);
    createNamespace(objects, { metadata: { name: "default" } });
    objects.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "waits", namespace: "default" },
      spec: { containers: [{ name: "c", image: "i" }] },
    });
    let passes = 0;
    let isEnding = false;
    const mounts: Partial<PodMounts> = {
      bringUp: async () => false,
      forget: () => {
        passes += 1;
      },
      // A pass asks this last. Then the loop asks for the time and ends.
      retryAt: () => {
        isEnding = passes === 1;
        return Date.now() + 60_000;
      },
      retryNow: () => {},
    };
    const clock = () => {
      if (isEnding) queueMicrotask(() => announceChange(store, cluster));
      isEnding = false;
      return new Date();
    };
    const failures: unknown[] = [];
    const controller = createPodController(
      ...[{ store } as Platform, mounts as PodMounts, join(directory, "mounts"), clock],
      (error) => failures.push(error),
    );
    controller.start();
    await controller.settle();
    await controller.close();
    await store.close();
    strictEqual(failures[0], undefined);
    strictEqual(passes, 2);
  });
});
