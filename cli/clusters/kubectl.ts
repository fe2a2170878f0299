import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { shellWord } from "../terminal/printed-text";

/** What a kubectl command in a cluster begins with. `namespace`: in which it acts. */
export function kubectlIn({ arn, kubeconfigContext }: ResolvedCluster, namespace?: string): string {
  const context = `kubectl --context ${shellWord(kubeconfigContext ?? arn)}`;
  return namespace === undefined ? context : `${context} --namespace ${shellWord(namespace)}`;
}
