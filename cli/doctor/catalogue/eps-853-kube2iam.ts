import type { Entry } from "./entry";

export const kube2iam: Entry = {
  id: "EPS-853",
  title: "the node's metadata are taken by another tool, which refuses",
  texts: [
    "EC2MetadataError: failed to make EC2Metadata request … status code: {401|403|500|502|503}",
  ],
  over: ["EPS-374"],
  step: "webhook",
  why: "kube2iam, kiam or an instance's hop limit stands between the pod and the metadata. The pod should not need them: with Pod Identity it has its own credentials.",
  check:
    "`kubectl get daemonsets -A | grep -e kube2iam -e kiam`, and `kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_CONTAINER`.",
  mend: "Give the service account an association, and start the pod again.",
  sources: ["external-secrets/external-secrets#3264", "external-secrets/external-secrets#579"],
};
