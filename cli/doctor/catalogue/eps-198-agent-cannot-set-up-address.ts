import type { Entry } from "./entry";

export const agentCannotSetUpAddress: Entry = {
  id: "EPS-198",
  title: "the Pod Identity agent cannot give the node its address",
  texts: [
    "{Unable to initalize agent|Unable to initalize executor|Cannot setup link|Error bringing up link|unable to configure required family}",
    "{unable to create interface|error finding} pod-id-link0",
    "unable to create route for addr 169.254.170.23",
    "unable to fetch newRoute list for interface",
  ],
  step: "agent",
  why: "Before the agent starts, its init container makes an interface of the node with the address 169.254.170.23. It has to run privileged in the node's network for that.",
  check:
    "`kubectl -n kube-system logs -l app.kubernetes.io/name=eks-pod-identity-agent -c eks-pod-identity-agent-init`, and does a policy of the cluster take `privileged` or `hostNetwork` out of its DaemonSet?",
  mend: "Install the add-on `eks-pod-identity-agent` as EKS delivers it, and except `kube-system` from policies that change it.",
  sources: [
    "aws/eks-pod-identity-agent: pkg/initalizer/executor.go",
    "aws/eks-pod-identity-agent: pkg/initalizer/iproute/link.go",
  ],
};
