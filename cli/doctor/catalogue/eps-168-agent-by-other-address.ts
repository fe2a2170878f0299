import type { Entry } from "./entry";

export const agentByOtherAddress: Entry = {
  id: "EPS-168",
  title: "the program calls the agent by an address that the agent does not serve",
  texts: ["Called agent through invalid address"],
  step: "webhook",
  why: "The agent answers only requests to 169.254.170.23 and [fd00:ec2::23]. A proxy or a redirection of the node (kube2iam, kiam) changes the address.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o yaml | grep -A1 AWS_CONTAINER_CREDENTIALS_FULL_URI`, and the node's redirections.",
  mend: "Remove the proxy or the redirection for this address.",
  sources: ["aws/eks-pod-identity-agent: internal/validation/request.go"],
};
