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

/** Only the service account, without anything else that is known about the reader. */
export function readerOf({ clusterArn, namespace, serviceAccount }: Reader): Reader {
  return { clusterArn, namespace, serviceAccount };
}

/** A key that is equal for equal readers. */
export function readerKey({ clusterArn, namespace, serviceAccount }: Reader): string {
  return [clusterArn, namespace, serviceAccount].join("\n");
}

/** The audience of the tokens with which a cluster's pods assume a role themselves. */
export const TOKEN_AUDIENCE = "sts.amazonaws.com";

/** The subject of the tokens of a service account. */
export function tokenSubject({ namespace, serviceAccount }: Omit<Reader, "clusterArn">): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

/** The name in the ARN of an EKS cluster. Empty if `arn` is not one. */
export function clusterName(arn: string): string {
  return parseArn(arn)?.resource.replace(/^cluster\//, "") ?? "";
}

/** The properties of a pod that EKS puts into its session tags. */
export interface TaggedPod {
  clusterArn: string;
  clusterName: string;
  namespace: string;
  serviceAccount: string;
  podName: string;
  podUid: string;
}

/** The six tags that EKS Pod Identity puts on a pod's session. All of them are transitive. */
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
