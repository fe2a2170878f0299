import type { Entry } from "./entry";

export const agentCallGivenUp: Entry = {
  id: "EPS-159",
  title: "the agent's call to EKS Auth ended before EKS answered",
  texts: [
    "operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 0, RequestID: , canceled, context canceled",
    "unable to fetch credentials from EKS Auth: … context canceled",
    "operation error EKS Auth: AssumeRoleForPodIdentity … request send failed … context canceled",
    "operation error EKS Auth: AssumeRoleForPodIdentity … context deadline exceeded",
  ],
  step: "agent",
  causes: [
    {
      id: "EPS-158",
      check:
        "One pod alone gets this too, and EKS Auth is reached but far or slow, e.g. from a hybrid node: the client waits less than the answer takes.",
    },
    {
      id: "EPS-160",
      check:
        "The agent's log has the text for many pods within seconds, and not for one pod alone.",
    },
    { id: "EPS-161", check: "The agent's log has `ThrottlingException` or `Too Many Requests`." },
    {
      id: "EPS-162",
      check:
        "No call of this agent succeeds, or the log has `no such host` or `i/o timeout` for `eks-auth`.",
    },
  ],
  why: "`context canceled`: the client, here the provider, had gone before EKS answered. `context deadline exceeded`: the agent itself waited in vain. Neither says why EKS took so long.",
  check:
    "The agent's log on this node: for how many pods the text stands there, and whether any call succeeds.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/eks-pod-identity-agent#50",
    "aws/eks-pod-identity-agent#34",
    "aws/secrets-store-csi-driver-provider-aws#465",
    "aws/secrets-store-csi-driver-provider-aws#505",
  ],
};
