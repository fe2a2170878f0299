import type { Entry } from "./entry";

export const agentAnswersWithStatus: Entry = {
  id: "EPS-882",
  title: "the Pod Identity agent answered the provider with an error status",
  texts: ["pod identity agent returned status", "bad status code … from pod identity agent"],
  over: ["EPS-155", "EPS-169", "EPS-374"],
  step: "agent",
  causes: [
    {
      id: "EPS-356",
      check:
        "The agent's log has `ResourceNotFoundException`: there is no association, and the status is 404.",
    },
    {
      id: "EPS-358",
      check: "The agent's log has `EKS does not have permissions to assume the associated role`.",
    },
    {
      id: "EPS-318",
      check:
        "The agent's log has `ExpiredTokenException`, `InvalidTokenException`, or `token failed`; the status is 400.",
    },
    {
      id: "EPS-161",
      check: "The agent's log has `ThrottlingException` or `Too Many Requests`; the status is 429.",
    },
    {
      id: "EPS-162",
      check:
        "The agent's log has `no such host` or `i/o timeout` for `eks-auth`; the status is 500.",
    },
  ],
  why: "The provider reached the agent of its node, which got no credentials from EKS, and said so by a status of HTTP alone.",
  check:
    "`kubectl -n kube-system logs -l app.kubernetes.io/name=eks-pod-identity-agent --tail=50` on the pod's node.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["aws/eks-pod-identity-agent: pkg/errors/errors.go"],
};
