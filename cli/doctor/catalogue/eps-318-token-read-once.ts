import type { Entry } from "./entry";

export const tokenReadOnce: Entry = {
  id: "EPS-318",
  title: "the program goes on with a token that it read earlier",
  step: "webhook",
  why: "The kubelet writes a new token into the file before the old one ends. A program that read the file once, or copied it, sends the old one.",
  check:
    "Does the program make its client once with a token of its own? `kubectl -n {namespace} exec {pod} -- ls -l --time-style=full-iso /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/..data`",
  mend: "Read the token's file for each request, as AWS SDKs do. Start the pod again.",
  sources: ["aws/eks-pod-identity-agent#89"],
};
