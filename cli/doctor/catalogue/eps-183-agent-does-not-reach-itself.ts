import type { Entry } from "./entry";

export const agentDoesNotReachItself: Entry = {
  id: "EPS-183",
  title: "the Pod Identity agent does not reach its own address on the node",
  texts: ['Failed probe: Get "http://169.254.170.23', 'Failed probe: Get "http://[fd00:ec2::23]'],
  over: ["EPS-156"],
  step: "agent",
  why: "The agent's probe asks 169.254.170.23 on the node itself. Rules of the node's firewall, a proxy or the node's network setup keep the answer away, and pods on this node get no credentials either.",
  check:
    "On the node: `curl -v http://169.254.170.23`, `iptables -S`, and the `HTTP_PROXY` and `NO_PROXY` of the agent's pod.",
  mend: "Let the node's rules admit 169.254.170.23 port 80 on the node itself, or replace the node.",
  sources: ["aws/eks-pod-identity-agent#26", "awslabs/security-hardened-amis-for-eks#11"],
};
