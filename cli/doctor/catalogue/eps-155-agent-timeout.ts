import type { Entry } from "./entry";

export const agentTimeout: Entry = {
  id: "EPS-155",
  title: "the Pod Identity agent was not reached, or did not answer in time",
  texts: [
    'Get "http://169.254.170.23/v1/credentials": context deadline exceeded',
    'Get "http://169.254.170.23/v1/credentials": net/http: request canceled',
    'Get "http://[fd00:ec2::23]/v1/credentials": context deadline exceeded',
    'Get "http://169.254.170.23/v1/credentials": dial tcp 169.254.170.23:80: i/o timeout',
    "HTTP request to pod identity agent failed … context deadline exceeded",
    "failed to refresh cached credentials, failed to load credentials, exceeded maximum number of attempts, 3, : []",
    "failed to refresh cached credentials, failed to load credentials, : context deadline exceeded",
    "[fd00:ec2::23]:80: connect: cannot assign requested address",
    "[fd00:ec2::23]:80: connect: network is unreachable",
    "failed to get AWS config from pod identity agent",
    'Could not connect to the endpoint URL: "http://169.254.170.23/v1/credentials"',
    "{timed out|timeout|deadline exceeded} … {169.254.170.23|fd00:ec2::23}",
    "{169.254.170.23|fd00:ec2::23} … {timed out|timeout|deadline exceeded}",
    "169.254.170.23/v1/credentials: {EOF|read: connection reset by peer|socket hang up}",
  ],
  failures: ["agent unanswered"],
  over: ["EPS-374"],
  step: "agent",
  causes: [
    {
      id: "EPS-156",
      check:
        "The node has no ready pod of the agent: `kubectl -n kube-system get pods -o wide -l app.kubernetes.io/name=eks-pod-identity-agent`. Auto Mode nodes have a built-in agent; there, the node is only minutes old.",
    },
    {
      id: "EPS-157",
      check:
        "The agent is ready, but its log has no request of that time: a network policy, a firewall on the node, or a proxy without `NO_PROXY=169.254.170.23,[fd00:ec2::23]`.",
    },
    {
      id: "EPS-158",
      check:
        "The log has the request with `context canceled`, also for one pod alone, and EKS Auth is reached: its answer takes more than `podIdentityHttpTimeout` of ASCP.",
    },
    {
      id: "EPS-160",
      check: "The log has `context canceled` for many pods within seconds, and not for one alone.",
    },
    { id: "EPS-161", check: "The log has `ThrottlingException` or `Too Many Requests`." },
    { id: "EPS-162", check: "The log has `no such host` or `i/o timeout` for `eks-auth`." },
  ],
  why: "ASCP asked the agent of its node for the pod's credentials, and got no answer in time. The text is the same whether the agent is late, not there, not reached, or itself waits for EKS. ASCP asks by IPv4 and then by IPv6, and the event has the second failure only; the first is in its log.",
  check:
    "`kubectl -n kube-system get pods -o wide -l app.kubernetes.io/name=eks-pod-identity-agent`, and the log of the agent on this node.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#465",
    "aws/secrets-store-csi-driver-provider-aws#537",
    "aws/secrets-store-csi-driver-provider-aws#613",
    "aws/eks-pod-identity-agent#92",
  ],
};
