import type { Entry } from "./entry";

export const classNotThere: Entry = {
  id: "EPS-250",
  title: "the SecretProviderClass that the pod mounts is not in its namespace",
  texts: [
    "failed to get secretproviderclass {namespace:kubernetes}/{class:kubernetes}, error",
    "failed to get secretsproviderclass",
    "providerclass.secrets-store.csi.x-k8s.io … not found",
    'secretproviderclasses.secrets-store.csi.x-k8s.io "{class:kubernetes}" not found',
    'SecretProviderClass.secrets-store.csi.x-k8s.io "{class:kubernetes}" not found',
    "failed to get secret provider class {namespace:kubernetes}/{class:kubernetes}, err",
    "failed to get spc {class:kubernetes}, err",
    "failed to get secretproviderclass {namespace:kubernetes!}/{class:kubernetes!}",
  ],
  step: "provider-class",
  why: "A pod finds classes of its own namespace only. The class is in another one, has another name, was pruned, or comes after the pod in a GitOps order.",
  check: "`kubectl -n {namespace} get secretproviderclass`",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else correct `secretProviderClass` of the volume, or apply the class before the pod.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#507",
    "kubernetes-sigs/secrets-store-csi-driver#811",
    "kubernetes-sigs/secrets-store-csi-driver: pkg/secrets-store/utils.go",
  ],
};
