import { parseArn } from "iam-proof/names";

/** The name in the ARN of an EKS cluster. Empty where `arn` is none. */
export function clusterName(arn: string): string {
  return parseArn(arn)?.resource.replace(/^cluster\//, "") ?? "";
}

/** A pod, by what EKS puts into the tags of its session. */
export interface TaggedPod {
  clusterArn: string;
  clusterName: string;
  namespace: string;
  serviceAccount: string;
  podName: string;
  podUid: string;
}

/** The six tags that EKS Pod Identity puts on a pod's session; all of them pass on to a target role. */
export function podSessionTags(pod: TaggedPod): Record<string, string> {
  return {
    "eks-cluster-arn": pod.clusterArn,
    "eks-cluster-name": pod.clusterName,
    "kubernetes-namespace": pod.namespace,
    "kubernetes-service-account": pod.serviceAccount,
    "kubernetes-pod-name": pod.podName,
    "kubernetes-pod-uid": pod.podUid,
  };
}
