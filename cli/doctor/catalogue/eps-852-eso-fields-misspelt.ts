import type { Entry } from "./entry";

export const esoFieldsMisspelt: Entry = {
  id: "EPS-852",
  title: "fields of an External Secrets store are misspelt",
  texts: [
    "missing AWS AccessKeyID Namespace",
    "invalid ClusterSecretStore: missing",
    "invalid SecretStore: missing",
    "{unexpected find operator|missing SecretAccessKey|missing AccessKeyID|could not fetch accessKeyID secret}",
    "could not fetch SecretAccessKey secret",
    "unknown AWS Provider Service",
    "{invalid Auth.SecretRef.|invalid Auth.JWT.}",
  ],
  over: ["EPS-850"],
  why: "The API server drops fields that it does not know, so the store lacks them.",
  check: "`kubectl get clustersecretstore -o yaml` against what was applied.",
  mend: "Correct the names of the fields.",
  sources: ["external-secrets/external-secrets#720"],
};
