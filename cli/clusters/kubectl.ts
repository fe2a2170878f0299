import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { shellWord } from "../terminal/printed-text";

/** The beginning of a kubectl command for a cluster and, if given, a namespace. */
export function kubectlIn({ arn, kubeconfigContext }: ResolvedCluster, namespace?: string): string {
  const context = `kubectl --context ${shellWord(kubeconfigContext ?? arn)}`;
  return namespace === undefined ? context : `${context} --namespace ${shellWord(namespace)}`;
}
