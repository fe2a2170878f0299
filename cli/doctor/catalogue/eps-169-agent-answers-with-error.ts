import type { Entry } from "./entry";

export const agentAnswersWithError: Entry = {
  id: "EPS-169",
  title: "the Pod Identity agent answered with an error",
  texts: [
    "Error when retrieving credentials from container-role: … 169.254.170.23",
    "from container metadata:",
    "Non-success status from HTTP credential provider: StatusCode(",
    "Error retrieving credentials from container metadata",
    "Error retrieving credential from ECS",
    "Unexpected ECS credential value",
    "{unable to fetch credentials from EKS Auth|HTTP request to pod identity agent failed|failed to refresh cached credentials, failed to load credentials}",
    "CredentialsProviderError: Server responded with status:",
    "HTTP credential provider response not of the required format",
  ],
  over: ["EPS-374"],
  symptom: true,
  step: "agent",
  causes: [
    {
      id: "EPS-356",
      check: "The agent's log has `ResourceNotFoundException`: there is no association.",
    },
    {
      id: "EPS-358",
      check: "The agent's log has `EKS does not have permissions to assume the associated role`.",
    },
    {
      id: "EPS-318",
      check:
        "The agent's log has `ExpiredTokenException`, `InvalidTokenException`, or `token failed`.",
    },
    { id: "EPS-161", check: "The agent's log has `ThrottlingException` or `Too Many Requests`." },
  ],
  why: "The agent got no credentials from EKS, and said why behind this text or in its own log.",
  check:
    "`kubectl -n kube-system logs -l app.kubernetes.io/name=eks-pod-identity-agent --tail=50` on the pod's node.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["boto/botocore: botocore/utils.py"],
};
