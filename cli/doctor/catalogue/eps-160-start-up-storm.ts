import type { Entry } from "./entry";

export const startUpStorm: Entry = {
  id: "EPS-160",
  title: "many pods asked for credentials at once, and the call to EKS was given up",
  texts: [
    "operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 0, RequestID: , canceled, context canceled",
    "unable to fetch credentials from EKS Auth: … context canceled",
    "operation error EKS Auth: AssumeRoleForPodIdentity … request send failed … context canceled",
    "operation error EKS Auth: AssumeRoleForPodIdentity … context deadline exceeded",
  ],
  step: "agent",
  why: "The agent asks EKS once a pod. The client, here the provider, had gone before EKS answered: EKS was slow or throttled, typically when many pods start at once.",
  check: "The agent's log on this node: the same text for many pods within seconds.",
  mend: "The mount is tried again. If it lasts, start fewer pods at once, or raise `podIdentityHttpTimeout` of the provider.",
  sources: [
    "aws/eks-pod-identity-agent#50",
    "aws/eks-pod-identity-agent#34",
    "aws/secrets-store-csi-driver-provider-aws#465",
  ],
};
