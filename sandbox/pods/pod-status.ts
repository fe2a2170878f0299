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
      containerStatuses: containerNames(pod).map((name) => ({
        name,
        ready: false,
        state: { waiting: { reason: "ContainerCreating" } },
      })),
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
    containerStatuses: containerNames(pod).map((name) => ({
      name,
      ready: true,
      state: { running: {} },
    })),
  };
}

function containerNames({ spec }: KubernetesObject): string[] {
  return (spec as PodSpec | undefined)?.containers.map(({ name }) => name) ?? [];
}
