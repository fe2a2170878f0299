import type { Entry } from "./entry";

export const startUpStorm: Entry = {
  id: "EPS-160",
  title: "many pods asked for credentials at once, and the call to EKS was given up",
  step: "agent",
  why: "The agent asks EKS once a pod. Many calls at once take longer, and the client, here the provider, had gone before EKS answered.",
  check: "The agent's log on this node: the same text for many pods within seconds.",
  mend: "The mount is tried again. If it lasts, start fewer pods at once, or raise `podIdentityHttpTimeout` of the provider.",
  sources: [
    "aws/eks-pod-identity-agent#50",
    "aws/eks-pod-identity-agent#34",
    "aws/secrets-store-csi-driver-provider-aws#465",
  ],
};
