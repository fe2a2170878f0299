import type { Entry } from "./entry";

export const publishSecretMissing: Entry = {
  id: "EPS-856",
  title: "the Secret of credentials that another provider's volume names is not there",
  texts: [
    "failed to unmarshal secrets, error: unexpected end of JSON input",
    "failed to get node publish secret",
    "fetching NodePublishSecretRef … failed",
    "nodePublishSecretRef not found",
  ],
  over: ["EPS-650"],
  step: "file",
  why: "`nodePublishSecretRef` of the volume names a Kubernetes Secret that is not there, is in another namespace than the pod, or lacks its label during rotation. The provider for AWS needs none.",
  check: "`kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.volumes}'`",
  mend: "Make that Secret in the pod's namespace, with the label `secrets-store.csi.k8s.io/used=true`; for AWS, remove `nodePublishSecretRef`.",
  sources: ["Azure/secrets-store-csi-driver-provider-azure#434"],
};
