import type { Entry } from "./entry";

export const agentCannotBind: Entry = {
  id: "EPS-164",
  title: "the Pod Identity agent cannot listen on its address",
  texts: [
    "listen tcp 169.254.170.23:80: bind: address already in use",
    "[fd00:ec2::23]:80: bind: cannot assign requested address",
    "unable to bind … 169.254.170.23",
    "failed to create IPv6 link … fd00:ec2::23",
  ],
  step: "agent",
  why: "Another program of the node has port 80 of the link-local address, or the node has no IPv6 although the agent is to use it.",
  check: "`kubectl -n kube-system logs -l app.kubernetes.io/name=eks-pod-identity-agent --tail=20`",
  mend: "Free the port, or give the agent only the address family that the node has (`agent.additionalArgs` of its add-on: `-b 169.254.170.23`).",
  sources: [
    "aws/eks-pod-identity-agent: cmd/server.go",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
  ],
};
