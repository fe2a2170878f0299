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
