import type { Entry } from "./entry";

export const addonDegraded: Entry = {
  id: "EPS-173",
  title: "EKS waits for pods of an add-on that are not ready",
  texts: [
    "InsufficientNumberOfReplicas",
    "EKS Add-On … last state: 'DEGRADED'",
    "The add-on is unhealthy because it doesn't have the desired number of replicas",
    "timed out waiting for addon",
    "unexpected EKS Add-On … timeout while waiting for state",
    "waiting for EKS Add-On … timeout while waiting for state",
  ],
  step: "driver",
  causes: [
    {
      id: "EPS-606",
      check:
        "A pod is `Pending` with `FailedScheduling`: no node takes it, or the cluster has none.",
    },
    { id: "EPS-833", check: "A pod has `ImagePullBackOff`, and its event a time-out." },
    {
      id: "EPS-831",
      check: "It has `ImagePullBackOff`, and its event says that the registry refuses.",
    },
    {
      id: "EPS-356",
      check:
        "A container starts again and again, and its log has no AWS credentials or a refusal: the add-on's service account has no role.",
    },
    { id: "EPS-621", check: "A container was `OOMKilled`." },
    { id: "EPS-633", check: "`kubectl get nodes` shows the pod's node as `NotReady`." },
    {
      id: "EPS-617",
      check: "There is no pod, and the DaemonSet's or Deployment's events say that it was denied.",
    },
  ],
  why: "EKS counts the ready pods of the add-on, and some are missing. It does not say why. Of the driver, the provider or the agent: the nodes without them mount nothing or give no credentials.",
  check:
    "`kubectl -n kube-system get pods -o wide`, and `kubectl -n kube-system describe` of those that are not ready",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/eks-pod-identity-agent#153",
    "aws-ia/terraform-aws-eks-blueprints-addons#335",
    "https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html",
  ],
};
