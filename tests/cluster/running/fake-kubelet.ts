import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient, KubernetesObject } from "./api-client";

const PODS = { apiVersion: "v1", kind: "Pod" };

const READY = {
  phase: "Running",
  conditions: ["ContainersReady", "Ready"].map((type) => ({ type, status: "True" })),
};

/** Reports each pod as running and ready, as a node's kubelet would. There is no node, and no container runs. */
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

const GROUP = { apiVersion: "authentication.k8s.io/v1" };

/** Requests a token of a pod's service account for an audience, as a kubelet does. */
export async function requestToken(
  client: ApiClient,
  account: KubernetesObject,
  audience: string,
  pod: KubernetesObject,
): Promise<string> {
  const { name, uid } = pod.metadata;
  const boundObjectRef = { apiVersion: "v1", kind: "Pod", name, uid };
  const question = {
    ...GROUP,
    kind: "TokenRequest",
    spec: { audiences: [audience], boundObjectRef },
  };
  return (await client.ask(question, { object: account, name: "token" })).status.token;
}

/** Whether a token is valid for an audience, and whose it is. */
export async function reviewToken(
  client: ApiClient,
  token: string,
  audience: string,
): Promise<{ authenticated?: boolean; user?: { username: string } }> {
  const question = { ...GROUP, kind: "TokenReview", spec: { token, audiences: [audience] } };
  return (await client.ask(question)).status;
}
