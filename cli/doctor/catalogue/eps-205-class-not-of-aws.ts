import type { Entry } from "./entry";

export const classNotOfAws: Entry = {
  id: "EPS-205",
  title: "the SecretProviderClass is not of provider aws",
  step: "provider-class",
  why: "The driver asks the provider that `spec.provider` names. The AWS provider (ASCP) is `aws`. Any other name is that of another provider, or of none.",
  check:
    "`kubectl -n {namespace} get secretproviderclass -o custom-columns=NAME:.metadata.name,PROVIDER:.spec.provider`",
  mend: "Run `eks-pod-secrets up --refresh --yes`, which writes `aws` again. The pods mount it by themselves.",
  sources: ["https://secrets-store-csi-driver.sigs.k8s.io/getting-started/usage.html"],
};
