import type { Entry } from "./entry";

export const routeOfAgentsAddress: Entry = {
  id: "EPS-196",
  title: "the node has a route to the agent's address over another interface",
  texts: ["please remove route and try again", "expected route … to be interface index"],
  over: ["EPS-164"],
  step: "agent",
  why: "The agent makes an interface with the address 169.254.170.23 and a route to it. It found one over another interface, which another program or an earlier one left, and does not replace it.",
  check:
    "On the node: `ip route show 169.254.170.23` and `ip link`: the text names the index of each interface.",
  mend: "Remove that route on the node (`ip route del 169.254.170.23/32 dev INTERFACE`), or replace the node. Find out what makes it.",
  sources: ["aws/eks-pod-identity-agent: iproute"],
};
