import { parseArn } from "iam-proof/names";

/** A Kubernetes service account: the identity that EKS Pod Identity gives to a pod. */
export interface Reader {
  /** ARN of the EKS cluster. A namespace's name alone is not unique across clusters. */
  clusterArn: string;
  /** Kubernetes namespace. */
  namespace: string;
  /** Kubernetes service account within the namespace. */
  serviceAccount: string;
}

/** Which service account it is, without what else is known of it. */
export function readerOf({ clusterArn, namespace, serviceAccount }: Reader): Reader {
  return { clusterArn, namespace, serviceAccount };
}

/** The same for the same reader. */
export function readerKey({ clusterArn, namespace, serviceAccount }: Reader): string {
  return [clusterArn, namespace, serviceAccount].join("\n");
}

/** For whom a cluster issues the tokens with which its pods become a role themselves. */
export const TOKEN_AUDIENCE = "sts.amazonaws.com";

/** The subject of the tokens of a service account. */
export function tokenSubject({ namespace, serviceAccount }: Omit<Reader, "clusterArn">): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

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
