import type { KubernetesObject, PodSpec } from "../kubernetes/model/object";

/** Whether a pod runs with all its volumes mounted. */
export function isReady({ status }: KubernetesObject): boolean {
  return status?.phase === "Running";
}

/** The status of a pod that waits for its volumes, or for a node. */
export function pendingStatus(pod: KubernetesObject, scheduled: boolean): Record<string, unknown> {
  return {
    phase: "Pending",
    conditions: [
      { type: "PodScheduled", status: scheduled ? "True" : "False" },
      { type: "Ready", status: "False" },
    ],
    ...(scheduled && {
      containerStatuses: containerStatuses(pod, false, {
        waiting: { reason: "ContainerCreating" },
      }),
    }),
  };
}

/** The status of a pod whose volumes are mounted. */
export function runningStatus(pod: KubernetesObject): Record<string, unknown> {
  return {
    phase: "Running",
    conditions: [
      { type: "PodScheduled", status: "True" },
      { type: "Ready", status: "True" },
    ],
    containerStatuses: containerStatuses(pod, true, { running: {} }),
  };
}

function containerStatuses({ spec }: KubernetesObject, ready: boolean, state: object): object[] {
  const { containers = [] } = (spec ?? {}) as Partial<PodSpec>;
  return containers.map(({ image = "", name }) => ({
    ...{ name, image, imageID: "", ready, restartCount: 0, started: ready, state },
  }));
}
