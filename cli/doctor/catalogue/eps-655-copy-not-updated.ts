import type { Entry } from "./entry";

export const copyNotUpdated: Entry = {
  id: "EPS-655",
  title: "the driver could not write the new value into its copy",
  texts: [
    "SecretRotationFailed",
    "failed to patch secret … with new data, err",
    "failed to update secret data … err",
    "FailedToCreateSecret … timed out waiting for the condition",
    "failed to patch secret data … not found",
  ],
  step: "file",
  causes: [
    { id: "EPS-656", check: "The Secret lacks the label `secrets-store.csi.k8s.io/managed=true`." },
    { id: "EPS-166", check: "The driver's log has `secrets is forbidden`." },
    {
      id: "EPS-657",
      check:
        "The driver's log has timeouts of the API server, or the driver's memory was too small.",
    },
  ],
  why: "The file was renewed, and the Kubernetes Secret was not. The driver only sees Secrets with its own label, and only with its own rights.",
  check: "`kubectl -n {namespace} get secret --show-labels`, and the driver's log on this node.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "kubernetes-sigs/secrets-store-csi-driver#1779",
    "Azure/secrets-store-csi-driver-provider-azure#510",
    "Azure/secrets-store-csi-driver-provider-azure#1065",
  ],
};
