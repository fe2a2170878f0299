/** A Kubernetes service account: the identity that EKS Pod Identity gives to a pod. */
export interface Reader {
  /** ARN of the EKS cluster. A namespace's name alone is not unique across clusters. */
  clusterArn: string;
  /** Kubernetes namespace. */
  namespace: string;
  /** Kubernetes service account within the namespace. */
  serviceAccount: string;
}
