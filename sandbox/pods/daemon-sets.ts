import type { KubernetesObject } from "../kubernetes/model/object";
import { DAEMON_SETS, PODS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { isSelected, type Node } from "./node/node";
import {
  createOwnedPod,
  isOfDaemonSet,
  ownerOf,
  type PodTemplate,
  podsOfDaemonSet,
  removePod,
  templateHash,
} from "./objects/owned-pods";
import { isReady } from "./objects/pod-status";

const HASH_LABEL = "controller-revision-hash";

/** Makes one pod of each DaemonSet on each node that its `nodeSelector` matches, and removes pods of an old template or node. */
export function reconcileDaemonSets(objects: ClusterObjects, nodes: readonly Node[]): void {
  objects.store.transaction(() => {
    const sets = objects.list(DAEMON_SETS);
    const uids = new Set(sets.map(({ metadata }) => metadata.uid));
    for (const pod of objects.list(PODS).filter(isOfDaemonSet)) {
      if (!uids.has(ownerOf(pod)?.uid)) removePod(objects, pod);
    }
    for (const set of sets) reconcileDaemonSet(objects, set, nodes);
  });
}

function reconcileDaemonSet(
  objects: ClusterObjects,
  set: KubernetesObject,
  nodes: readonly Node[],
): void {
  const template = set.spec?.template as PodTemplate;
  const hash = templateHash(template);
  const taken = nodes.filter((node) => isSelected(node, template.spec));
  const missing = new Set(taken.map(({ name }) => name));
  for (const pod of podsOfDaemonSet(objects, set)) {
    const isCurrent = pod.metadata.labels?.[HASH_LABEL] === hash;
    if (!isCurrent || !missing.delete(pod.spec?.nodeName as string)) removePod(objects, pod);
  }
  for (const nodeName of missing) {
    const placed = { ...template, spec: { ...template.spec, nodeName } };
    createOwnedPod(objects, set, placed, { [HASH_LABEL]: hash }, `${set.metadata.name}-`);
  }
}

/** Reports how many pods of each DaemonSet are ready. */
export function reportDaemonSets(objects: ClusterObjects): void {
  for (const set of objects.list(DAEMON_SETS)) {
    const pods = podsOfDaemonSet(objects, set);
    const ready = pods.filter(isReady).length;
    objects.updateStatus(DAEMON_SETS, set.metadata, {
      observedGeneration: set.metadata.generation,
      desiredNumberScheduled: pods.length,
      currentNumberScheduled: pods.length,
      updatedNumberScheduled: pods.length,
      numberAvailable: ready,
      numberReady: ready,
      ...(ready < pods.length && { numberUnavailable: pods.length - ready }),
      numberMisscheduled: 0,
    });
  }
}
