import type { ClusterRecord } from "../clusters/records";
import type { KubernetesObject } from "../kubernetes/model/object";
import { PODS } from "../kubernetes/model/resource-types";
import { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import type { Store } from "../store/store";
import { isOfDaemonSet } from "./objects/owned-pods";

export interface ClusterPod {
  cluster: ClusterRecord;
  pod: KubernetesObject;
}

/** Every pod of every cluster, or of the one with this ARN, without those of DaemonSets, which belong to nodes. */
export function allPods(store: Store, clusterArn?: string): ClusterPod[] {
  return store
    .values<ClusterRecord>(["eks-cluster"])
    .filter(({ arn }) => clusterArn === undefined || arn === clusterArn)
    .flatMap((cluster) =>
      new ClusterObjects(store, cluster)
        .list(PODS)
        .filter((pod) => !isOfDaemonSet(pod))
        .map((pod) => ({ cluster, pod })),
    );
}

/** The pods of a reader: a Deployment or else a service account of that name, alone or as `NAMESPACE/NAME`; or the one pod of that name. */
export function podsOf(store: Store, reader: string, clusterArn?: string): ClusterPod[] {
  const pods = allPods(store, clusterArn);
  const named = (nameOf: (pod: KubernetesObject) => string | undefined) =>
    pods.filter(({ pod }) => {
      const name = nameOf(pod);
      return (
        name !== undefined && (name === reader || `${pod.metadata.namespace}/${name}` === reader)
      );
    });
  for (const nameOf of [deploymentOf, serviceAccountOf, podName]) {
    const found = named(nameOf);
    if (found.length > 0) return found;
  }
  return [];
}

export function deploymentOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === "Deployment")?.name;
}

export function serviceAccountOf({ spec }: KubernetesObject): string {
  return String(spec?.serviceAccountName ?? "default");
}

function podName({ metadata }: KubernetesObject): string {
  return metadata.name;
}
