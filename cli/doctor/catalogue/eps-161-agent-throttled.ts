import type { Entry } from "./entry";

export const agentThrottled: Entry = {
  id: "EPS-161",
  title: "EKS or the agent throttles requests for credentials",
  texts: [
    "operation error EKS Auth: AssumeRoleForPodIdentity … ThrottlingException",
    "Error fetching credentials: Too Many Requests",
    "failed to load credentials … Too Many Requests",
    "(ThrottlingException): … fault: client",
    "An error occurred (ThrottlingException) when calling the AssumeRoleForPodIdentity operation",
    "{pod identity agent|169.254.170.23} … Too Many Requests",
    "status code 429 from pod identity agent",
    "Rate limited! Will try to keep creds",
    "Background refresh rate limited for pod",
  ],
  errors: ["podidentity {Throttling|ThrottlingException}"],
  over: ["EPS-155", "EPS-169", "EPS-374"],
  step: "agent",
  why: "The rate of `AssumeRoleForPodIdentity` is limited for each account and Region, and the agent has a limit of its own.",
  check: "The agent's log on this node: how many requests there are a second.",
  mend: "The mount is tried again. If it lasts, start fewer pods at once, or ask AWS to raise the quota of EKS Auth.",
  sources: ["aws/eks-pod-identity-agent: pkg/errors/errors.go", "aws/eks-pod-identity-agent#34"],
};
