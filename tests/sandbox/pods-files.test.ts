import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { CLUSTER } from "./eks-support";
import {
  DEPLOYMENTS,
  deploy,
  directoryOf,
  type PodWorld,
  putValue,
  restartPodWorld,
  SECRET_A,
  startPodWorld,
  VALUE,
} from "./pods-support";
import { A, REGION } from "./support";

describe("the files of pods", () => {
  let world: PodWorld;
  afterEach(async () => {
    deepStrictEqual(world.sandbox.failures, []);
    await world.sandbox.stop();
  });

  const cat = (path: string) => world.exec("application-a", "cat", path);

  it("leave no file behind when their Deployment or cluster goes", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const pod = await world.pod("application-a");
    ok(existsSync(directoryOf(world, pod.name)));
    await world.k8s("DELETE", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(await world.pods(), []);
    ok(!existsSync(join(directoryOf(world, pod.name), "..")));
    await deploy(world, [SECRET_A]);
    const next = await world.pod("application-a");
    ok(existsSync(directoryOf(world, next.name)));
    const { eks } = world.sandbox.clients(A);
    const nodes = { clusterName: CLUSTER, nodegroupName: "nodes" };
    await eks.deleteNodegroup(nodes);
    await eks.deleteCluster({ name: CLUSTER });
    deepStrictEqual(await world.pods(), []);
    ok(!existsSync(join(world.sandbox.directory, "pods", A, REGION, CLUSTER)));
  });

  it("copy files into a Kubernetes Secret where the driver may, and only there", async () => {
    world = await startPodWorld();
    await world.k8s("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", {
      metadata: { name: "secretprovidersyncing-role" },
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["create", "get", "update"] }],
    });
    const secretObjects = [
      { secretName: "synced", type: "Opaque", data: [{ key: "password", objectName: "pass" }] },
    ];
    const objects = [{ ...SECRET_A, jmesPath: [{ path: "password", objectAlias: "pass" }] }];
    await deploy(world, objects, { secretObjects });
    await world.settle();
    const secret = await world.k8s("GET", "/api/v1/namespaces/default/secrets/synced");
    deepStrictEqual(secret.body.data, { password: Buffer.from("passwd1").toString("base64") });
    await world.sandbox.stop();
    world = await startPodWorld();
    await deploy(world, objects, { secretObjects });
    equal((await world.pod("application-a")).phase, "Running");
    equal((await world.k8s("GET", "/api/v1/namespaces/default/secrets/synced")).status, 404);
  });

  it("may override their class by the volume's attributes: the class is no boundary", async () => {
    world = await startPodWorld();
    await deploy(world, [{ objectName: "other", objectType: "secretsmanager" }], {
      csi: {
        volumeAttributes: {
          secretProviderClass: "secrets",
          objects: JSON.stringify([{ ...SECRET_A, objectAlias: "mine" }]),
        },
      },
    });
    await world.settle();
    equal((await cat("/mnt/secret/mine")).stdout, VALUE);
  });

  it("outlive a restart of the sandbox, which leaves no value on the disk meanwhile", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const before = await world.pod("application-a");
    world = await restartPodWorld(world, () =>
      ok(!existsSync(join(world.sandbox.directory, "pods"))),
    );
    const after = await world.pod("application-a");
    deepStrictEqual([after.name, after.phase], [before.name, "Running"]);
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
    await putValue(world, "second");
    await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
  });

  it("do not take for mounted what a kill left half written", async () => {
    world = await startPodWorld({ association: false });
    await deploy(world, [SECRET_A]);
    const { name } = await world.pod("application-a");
    const half = join(directoryOf(world, name), ".0123456789abcdef.part");
    world = await restartPodWorld(world, () => {
      mkdirSync(directoryOf(world, name), { recursive: true });
      writeFileSync(half, "half");
    });
    equal((await world.pod("application-a")).phase, "Pending");
    ok(!existsSync(half));
  });

  it("print nothing but their mounted files", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const { name } = await world.pod("application-a");
    for (const path of [
      // Where the pod's own directory lies, seen from its mount.
      `/${name}/secrets/secret-a`,
      "/mnt/secret/../../state.lmdb",
      "/etc/passwd",
      "/mnt/secret/absent",
      "secret-a",
      "/mnt/secretsecret-a",
    ]) {
      deepStrictEqual(await cat(path), {
        exitCode: 1,
        stdout: "",
        stderr: `cat: ${path}: No such file or directory\n`,
      });
    }
    equal((await world.exec("application-a", "sh", "-c", "env")).exitCode, 127);
    const unknown = await world.sandbox.control("POST", "/exec", {
      reader: "nobody",
      command: ["cat", "x"],
    });
    equal(unknown.status, 404);
  });
});
