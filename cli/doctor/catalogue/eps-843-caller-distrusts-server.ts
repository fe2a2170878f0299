import type { Entry } from "./entry";

export const callerDistrustsServer: Entry = {
  id: "EPS-843",
  title: "a caller ended the TLS handshake, because it does not trust the server's certificate",
  texts: [
    "TLS handshake error from … {remote error: tls: bad certificate|remote error: tls: unknown certificate authority}",
  ],
  step: "webhook",
  causes: [
    {
      id: "EPS-825",
      check:
        "The address is one of the control plane: the API server asks this webhook with another `caBundle`.",
    },
    {
      id: "EPS-844",
      check:
        "The address is one of a node or a pod, e.g. of a probe or of a tool that collects metrics.",
    },
  ],
  why: "The server says so of its caller, whose address stands in the text. For the webhook `pod-identity-webhook`: EKS runs one of its own in each cluster, so a second one is of no use there.",
  check: "Whose address is it? `kubectl get pods,nodes -A -o wide`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["aws/amazon-eks-pod-identity-webhook#33"],
};
