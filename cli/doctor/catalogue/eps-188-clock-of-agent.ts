import type { Entry } from "./entry";

export const clockOfAgent: Entry = {
  id: "EPS-188",
  title: "the clock of the node that runs the agent is wrong",
  texts: ["fetched credentials are expired or will expire within the next"],
  step: "agent",
  why: "The agent got fresh credentials from EKS, and by the node's clock they have already ended.",
  check: "On the node: `date -u`, and `chronyc tracking`.",
  mend: "Let the node reach its time source (169.254.169.123), or replace the node.",
  sources: ["aws/eks-pod-identity-agent: internal/credsretriever/refreshing_cache.go"],
};
