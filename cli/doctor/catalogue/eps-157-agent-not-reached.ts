import type { Entry } from "./entry";

export const agentNotReached: Entry = {
  id: "EPS-157",
  title: "the network does not let the provider reach the Pod Identity agent",
  texts: ["proxyconnect tcp: … 169.254.170.23", '169.254.170.23/v1/credentials": Forbidden'],
  step: "agent",
  why: "The agent listens on a link-local address of the node. A network policy, a host firewall or an HTTP proxy stands between.",
  check:
    "From a pod on the host's network of this node: `curl -m 2 http://169.254.170.23/v1/credentials` answers at once with a refusal if the agent is reached.",
  mend: "Except 169.254.170.23 and fd00:ec2::23 from the proxy (`NO_PROXY`), and allow port 80 to them in the network policy.",
  sources: [
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html",
    "aws/secrets-store-csi-driver-provider-aws#176",
  ],
};
