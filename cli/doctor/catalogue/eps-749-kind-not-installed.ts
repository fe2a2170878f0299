import type { Entry } from "./entry";

export const kindNotInstalled: Entry = {
  id: "EPS-749",
  title: "the cluster lacks a kind that a manifest or chart uses",
  texts: [
    "{ensure CRDs are installed first|resource mapping not found for name:}",
    "no matches for kind",
    "the server doesn't have a resource type",
    "{Reason:|error when creating|when retrieving current configuration of} … the server could not find the requested resource",
    "API did not recognize GroupVersionKind from manifest",
    "Failed to determine GroupVersionResource for manifest",
    "isn't valid for cluster, check the APIVersion and Kind fields are valid",
    "unable to fetch resource description … the server could not find the requested resource",
  ],
  why: "A custom resource needs its definition in the cluster first, or the version of the API was removed from this version of Kubernetes.",
  check: "`kubectl api-resources | grep KIND`",
  mend: "Install the chart or operator that brings the kind first; of the Secrets Store CSI driver, `eks-pod-secrets up` installs it.",
  sources: [
    "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/",
  ],
};
