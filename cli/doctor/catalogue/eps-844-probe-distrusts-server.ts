import type { Entry } from "./entry";

export const probeDistrustsServer: Entry = {
  id: "EPS-844",
  title: "a probe or a collector calls a server of TLS whose certificate it does not know",
  why: "The server works, and only this caller is refused. It keeps no pod from its credentials.",
  check: "The address in the text: `kubectl get pods,nodes -A -o wide`",
  mend: "Give that caller the authority of the certificate, or take it off this port. On EKS remove a webhook of your own for Pod Identity or IRSA: EKS runs one.",
  sources: ["aws/amazon-eks-pod-identity-webhook#33"],
};
