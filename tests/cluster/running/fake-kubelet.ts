import { setTimeout as sleep } from "node:timers/promises";

import type { ApiClient } from "./api-client";

const PODS = { apiVersion: "v1", kind: "Pod" };

const READY = {
  phase: "Running",
  conditions: ["ContainersReady", "Ready"].map((type) => ({ type, status: "True" })),
};

/** Says of each pod that it runs and is ready, as the kubelet of a node does. No node is there, and no container runs. */
export interface FakeKubelet {
  stop(): Promise<void>;
}

export function startFakeKubelet(client: ApiClient): FakeKubelet {
  let isOver = false;
  const run = async () => {
    while (!isOver) {
      const pods = await client.list(PODS);
      const waiting = pods.filter(({ status }) => status.phase === "Pending");
      for (const pod of waiting) await client.setStatus(pod, READY);
      await sleep(200);
    }
  };
  const ended = run();
  return {
    stop: () => {
      isOver = true;
      return ended;
    },
  };
}
