import type { Entry } from "./entry";

export const nodeRoleUsed: Entry = {
  id: "EPS-355",
  title: "the call had the node's role, not one of the pod's own",
  texts: [
    "assumed-role/ … {node|eks} … /i-0 … not authorized to perform: {action:action}",
    "assumed-role/ … {node|eks} … /i-0 … is not authorized to perform",
    "NodeInstanceRole … not authorized to perform: {action:action}",
    "NodeRole … not authorized to perform: {action:action}",
  ],
  over: [
    "EPS-312",
    "EPS-4",
    "EPS-379",
    "EPS-5",
    "EPS-803",
    "EPS-804",
    "EPS-805",
    "EPS-808",
    "EPS-809",
  ],
  step: "webhook",
  causes: [
    {
      id: "EPS-378",
      check:
        "`kubectl -n {namespace} get pod {pod} -o yaml | grep -E 'AWS_(CONTAINER|ROLE)_'` shows nothing.",
    },
    {
      id: "EPS-375",
      check:
        "It shows the variables, and the program's SDK is older than AWS's list for Pod Identity.",
    },
    {
      id: "EPS-815",
      check:
        "It shows the variables, the SDK is new enough, and the program builds its client with a provider of its own.",
    },
  ],
  why: "An AWS client that finds no other credentials asks the node's metadata. Either the pod has no variables of Pod Identity or IRSA, because it is older than the association or uses another service account; or the client does not read them.",
  check: "`kubectl -n {namespace} get pod {pod} -o yaml | grep -E 'AWS_(CONTAINER|ROLE)_'`",
  mend: "Find out by the checks which cause it is, and do what that one says. Give the node's role no access.",
  sources: [
    "aws/aws-sdk-php#2204",
    "kubernetes-sigs/aws-load-balancer-controller#1085",
    "aws/eks-pod-identity-agent#153",
    "external-secrets/kubernetes-external-secrets#867",
  ],
};
