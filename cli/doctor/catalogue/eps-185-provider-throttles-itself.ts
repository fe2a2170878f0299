import type { Entry } from "./entry";

export const providerThrottlesItself: Entry = {
  id: "EPS-185",
  title: "the provider holds back its own requests to Kubernetes, and the mount ends before",
  texts: [
    "{serviceaccount|secrets-store|secretproviderclass} … client rate limiter Wait returned an error",
    "rate: Wait(n=1) would exceed context deadline",
    "client-side throttling … /serviceaccounts/",
  ],
  step: "provider",
  why: "For each mount the provider asks the API server for the service account, the pod and the node. Its client allows few requests a second, so that many pods that start on one node wait longer than a mount may.",
  check:
    "How many pods with such volumes began on this node in the same two minutes? `kubectl get pods -A -o wide --field-selector spec.nodeName=NODE`",
  mend: "Wait: the kubelet mounts again. If it happens often, raise `k8sThrottlingParams.qps` and `k8sThrottlingParams.burst` of the provider's chart, or roll out fewer pods at once.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#136",
    "aws/secrets-store-csi-driver-provider-aws#359",
  ],
};
