import type { Entry } from "./entry";

export const esoStoreOfOthers: Entry = {
  id: "EPS-884",
  title: "the External Secrets store is not one of AWS",
  texts: [
    "unable to access Secret from SecretManager Client",
    "Permission {secretmanager.versions.access|secretmanager.versions.list|secretmanager.secrets.get} denied",
    "unable to log in to auth method",
    "unable to log in with",
    "{cannot read secret data from Vault|Vault is sealed|invalid vault credentials}",
  ],
  over: ["EPS-850", "EPS-855"],
  step: "webhook",
  why: "The store reads from Vault or Google Cloud, which refuses. Nothing of AWS is asked, and nothing of this inventory is read.",
  check: "`kubectl -n {namespace} get secretstore -o yaml`: `spec.provider`.",
  mend: "Let the ExternalSecret name the store of AWS, or see the documentation of its provider.",
  sources: [
    "https://external-secrets.io/latest/provider/hashicorp-vault/",
    "external-secrets/external-secrets#818",
  ],
};
