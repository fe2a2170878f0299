import { strictEqual } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Platform } from "../../sandbox/identity/platform";
import { PODS } from "../../sandbox/kubernetes/model/resource-types";
import { announceChange } from "../../sandbox/kubernetes/objects/change-feed";
import { createNamespace } from "../../sandbox/kubernetes/objects/cluster";
import { ClusterObjects } from "../../sandbox/kubernetes/objects/cluster-objects";
import { createPodController } from "../../sandbox/pods/controller";
import type { PodMounts } from "../../sandbox/pods/pod-mounts";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import { A, REGION } from "./support";

describe("the controller of pods", () => {
  const cluster = { account: A, region: REGION, name: "shop" };
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pods-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

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
      // The last that a pass asks; then the loop asks for the time, and ends.
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
