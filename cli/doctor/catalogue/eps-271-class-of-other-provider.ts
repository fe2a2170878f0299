import type { Entry } from "./entry";

export const classOfOtherProvider: Entry = {
  id: "EPS-271",
  title: "the pod mounts a class of another provider, which is not installed",
  texts: [
    'provider not found: provider "{provider:kubernetes!}"',
    'invalid provider: provider "{provider:kubernetes}"',
    "failed to find provider binary {provider:kubernetes!}",
    'failed to lookup provider client: "',
  ],
  step: "provider-class",
  why: "The class names Azure, GCP, Vault or another provider, and the cluster has only the one for AWS. The pod mounts another tool's class.",
  check:
    "`kubectl -n {namespace} get secretproviderclass -o custom-columns=NAME:.metadata.name,PROVIDER:.spec.provider`",
  mend: "Mount the reader's class instead, or install that provider.",
  sources: ["GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp#165"],
};
