import type { Entry } from "./entry";

export const eksctlDemandsAgent: Entry = {
  id: "EPS-184",
  title: "eksctl does not find the add-on of the Pod Identity agent",
  texts: ["addon must be installed to create pod identity associations"],
  step: "agent",
  why: "eksctl makes an association only where it finds the add-on `eks-pod-identity-agent`. In EKS Auto Mode the agent is part of the nodes, and older versions of eksctl do not know it.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query cluster.computeConfig.enabled`: is it Auto Mode?",
  mend: "With Auto Mode, use a newer eksctl. Otherwise let the inventory install the agent (`secretsStoreCsi.podIdentityAgent`). Associations of readers are made by `eks-pod-secrets up`, which needs no eksctl.",
  sources: ["eksctl-io/eksctl#8346"],
};
