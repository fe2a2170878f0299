import { createHash } from "node:crypto";
import type { KubernetesObject, PodSpec } from "../kubernetes/model/object";
import { EVENTS } from "../kubernetes/model/resource-types";
import { type ClusterObjects, timestamp } from "../kubernetes/objects/cluster-objects";
import { pullFailure } from "./objects/images";

/** Something that happened to an object, as `kubectl describe` shows it. */
export interface EventNote {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
  component: string;
}

export function warning(component: string, reason: string, message: string): EventNote {
  return { type: "Warning", component, reason, message };
}

/** Kubelet's events for images of a pod that it cannot pull. None if it can. */
export function pullEvents({ spec }: KubernetesObject): EventNote[] {
  const { containers } = spec as unknown as PodSpec;
  return containers.flatMap(({ image = "" }): EventNote[] => {
    const failure = pullFailure(image);
    if (failure === undefined) return [];
    const normal = (reason: string, message: string): EventNote => {
      return { type: "Normal", component: "kubelet", reason, message };
    };
    return [
      normal("Pulling", `Pulling image "${image}"`),
      warning("kubelet", "Failed", `Failed to pull image "${image}": ${failure}`),
      warning("kubelet", "Failed", "Error: ErrImagePull"),
      normal("BackOff", `Back-off pulling image "${image}"`),
      warning("kubelet", "Failed", "Error: ImagePullBackOff"),
    ];
  });
}

/** The part of an Event of the Kubernetes API that the sandbox writes. */
export interface EventObject extends KubernetesObject {
  involvedObject: { kind: string; namespace?: string; name: string; uid?: string };
  type: string;
  reason: string;
  message: string;
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
}

const KEPT = 20;

/** Records an event about an object. A repeated event only raises its count. An object keeps its last twenty. */
export function recordEvent(
  objects: ClusterObjects,
  about: KubernetesObject,
  note: EventNote,
  now: Date,
): void {
  const { namespace, name, uid } = about.metadata;
  const digest = createHash("sha256")
    .update(JSON.stringify([uid, note.reason, note.message]))
    .digest("hex")
    .slice(0, 16);
  const eventName = `${nameStart(name)}${digest}`;
  const time = timestamp(now);
  objects.store.transaction(() => {
    const before = objects.get(EVENTS, namespace, eventName) as EventObject | undefined;
    if (before) {
      objects.update(EVENTS, { ...before, count: before.count + 1, lastTimestamp: time });
      return;
    }
    objects.create(EVENTS, {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: eventName, namespace },
      involvedObject: { kind: about.kind, namespace, name, uid },
      type: note.type,
      reason: note.reason,
      message: note.message,
      source: { component: note.component },
      count: 1,
      firstTimestamp: time,
      lastTimestamp: time,
    });
    for (const { metadata } of eventsOf(objects, about).slice(0, -KEPT)) {
      objects.delete(EVENTS, namespace, metadata.name);
    }
  });
}

export function eventsOf(objects: ClusterObjects, about: KubernetesObject): EventObject[] {
  const { name, namespace } = about.metadata;
  return objects
    .list(EVENTS, namespace, nameStart(name))
    .map((event) => event as EventObject)
    .filter(({ involvedObject }) => involvedObject.uid === about.metadata.uid)
    .sort((a, b) => versionOf(a) - versionOf(b));
}

function nameStart(name: string): string {
  return `${name.slice(0, 230)}.`;
}

function versionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.resourceVersion);
}
