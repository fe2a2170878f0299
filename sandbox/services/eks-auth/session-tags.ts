import type { ClusterRecord } from "../../clusters/records";
import type { PodIdentity } from "../../kubernetes/tokens/verify-token";

/** The six tags that EKS Pod Identity puts on a pod's session; all of them pass on to a target role. */
export function podSessionTags(cluster: ClusterRecord, pod: PodIdentity): Record<string, string> {
  return {
    "eks-cluster-arn": cluster.arn,
    "eks-cluster-name": cluster.name,
    "kubernetes-namespace": pod.namespace,
    "kubernetes-service-account": pod.serviceAccount,
    "kubernetes-pod-name": pod.podName,
    "kubernetes-pod-uid": pod.podUid,
  };
}
