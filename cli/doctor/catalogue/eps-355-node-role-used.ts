import type { Entry } from "./entry";

export const nodeRoleUsed: Entry = {
  id: "EPS-355",
  title: "the call had the node's role: the pod had no credentials of its own",
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
  why: "EKS puts the credentials' variables into a pod when it is made, if an association is there. This pod has none: it is older than the association, EKS missed it, or it uses another service account. Its AWS client then fell through to the node's metadata.",
  check:
    "`kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_CONTAINER` shows nothing in such a pod.",
  mend: "Start the pod again, after the association is there: `kubectl -n {namespace} delete pod {pod}`. Give the node's role no access.",
  sources: ["aws/eks-pod-identity-agent#153", "external-secrets/kubernetes-external-secrets#867"],
};
