import type { KubernetesObject, PodSpec } from "../../kubernetes/model/object";
import { timestamp } from "../../kubernetes/objects/cluster-objects";
import { pullFailure } from "./images";

/** The stage of a pod: without a node, mounting volumes, pulling images, or running. */
export type Stage = { unschedulable: string } | "mounting" | "pulling" | "running";

/** Whether a pod runs with all its volumes mounted. */
export function isReady({ status }: KubernetesObject): boolean {
  return status?.phase === "Running";
}

/** Whether a pod's containers have ended for good. */
export function hasEnded({ status }: KubernetesObject): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** The status of a pod. Unchanged conditions keep their time. */
export function statusAt(pod: KubernetesObject, stage: Stage, now: Date): Record<string, unknown> {
  const time = timestamp(now);
  const isRunning = stage === "running";
  const before = (pod.status?.conditions ?? []) as Condition[];
  const since = (condition: Condition): Condition => {
    const old = before.find(({ type }) => type === condition.type);
    const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : time;
    return { ...condition, lastTransitionTime };
  };
  if (typeof stage === "object") {
    const reasons = { reason: "Unschedulable", message: stage.unschedulable };
    const conditions = [since({ type: "PodScheduled", status: "False", ...reasons })];
    return { phase: "Pending", conditions };
  }
  const { containers = [] } = (pod.spec ?? {}) as Partial<PodSpec>;
  const names = containers.map(({ name }) => name).join(" ");
  const unready = {
    reason: "ContainersNotReady",
    message: `containers with unready status: [${names}]`,
  };
  const is = (type: string, holds: boolean, why = {}): Condition =>
    since({ type, status: holds ? "True" : "False", ...(!holds && why) });
  return {
    phase: isRunning ? "Running" : "Pending",
    startTime: pod.status?.startTime ?? time,
    conditions: [
      is("PodReadyToStartContainers", stage !== "mounting"),
      is("Initialized", true),
      is("Ready", isRunning, unready),
      is("ContainersReady", isRunning, unready),
      is("PodScheduled", true),
    ],
    containerStatuses: containers.map(({ image = "", name }) => ({
      ...{ name, image, imageID: "", ready: isRunning, restartCount: 0, started: isRunning },
      state: isRunning ? { running: { startedAt: time } } : { waiting: waitingFor(stage, image) },
    })),
  };
}

interface Condition {
  type: string;
  status: "True" | "False";
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

function waitingFor(stage: Stage, image: string): { reason: string; message?: string } {
  const failure = stage === "pulling" ? pullFailure(image) : undefined;
  if (failure === undefined) return { reason: "ContainerCreating" };
  return {
    reason: "ImagePullBackOff",
    message: `Back-off pulling image "${image}": ErrImagePull: ${failure}`,
  };
}
