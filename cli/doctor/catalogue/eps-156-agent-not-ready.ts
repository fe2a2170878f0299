import type { Entry } from "./entry";

export const agentNotReady: Entry = {
  id: "EPS-156",
  title: "the Pod Identity agent does not run, or is not ready, on the pod's node",
  texts: [
    "dial tcp 169.254.170.23:80: connect: connection refused",
    "dial tcp [fd00:ec2::23]:80: connect: connection refused",
    "connect: no route to host … 169.254.170.23",
    "dial tcp 169.254.170.23:80: connect: no route to host",
    "dial tcp 169.254.170.23:80: connect: invalid argument",
    "refused … {169.254.170.23|fd00:ec2::23}",
    "{169.254.170.23|fd00:ec2::23} … connection refused",
  ],
  failures: ["agent refused"],
  step: "agent",
  why: "Nobody listens on the agent's address of this node. The agent is not installed, its pod is starting on a new node, or a taint keeps it away.",
  check:
    "`kubectl -n kube-system get pods -o wide -l app.kubernetes.io/name=eks-pod-identity-agent`",
  mend: "If the agent is missing, let the inventory install it (`podIdentityAgent: addon` under `clusters.{clusterId}.secretsStoreCsi`), and run `eks-pod-secrets up --refresh --yes`. Else let its DaemonSet tolerate the taints that `kubectl describe node` shows. On a new node, wait.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#537",
    "aws/secrets-store-csi-driver-provider-aws#613",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
  ],
};
