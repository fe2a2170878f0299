import type { Entry } from "./entry";

export const tokenOfEndedPod: Entry = {
  id: "EPS-319",
  title: "the agent asks once more for a pod that has ended, which is harmless",
  step: "agent",
  why: "The agent keeps credentials and renews them with the token that it has. When the pod is gone, nobody renews that token, and EKS refuses it.",
  check: "Is the pod still there? `kubectl get pods -A -o wide` on this node.",
  mend: "Nothing: the agent forgets the pod after this. Look for another cause of what does not read.",
  sources: ["aws/eks-pod-identity-agent#89"],
};
