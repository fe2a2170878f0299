import type { Entry } from "./entry";

export const noSuchKind: Entry = {
  id: "EPS-270",
  title: "the cluster does not know the kind SecretProviderClass",
  texts: [
    'no matches for kind "SecretProviderClass" in version',
    'resource mapping not found for name: … kind "SecretProviderClass"',
    "the server doesn't have a resource type \"secretproviderclass",
    'status.storedVersions[0]: Invalid value: "v1": must appear in spec.versions',
    "The Kubernetes API could not find secrets-store.csi.x-k8s.io/SecretProviderClass",
    "could not find the requested resource (get secretproviderclass",
  ],
  over: ["EPS-749"],
  step: "provider-class",
  why: "The driver's CustomResourceDefinitions are missing, or the manifest has the version `v1alpha1`, which newer drivers do not have.",
  check:
    "`kubectl get crd secretproviderclasses.secrets-store.csi.x-k8s.io -o jsonpath='{.spec.versions[*].name}'`",
  mend: "Install the driver first. In manifests, write `secrets-store.csi.x-k8s.io/v1`.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver: docs/book/src/getting-started/upgrades.md"],
};
