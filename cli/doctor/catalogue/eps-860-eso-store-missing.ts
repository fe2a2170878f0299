import type { Entry } from "./entry";

export const esoStoreMissing: Entry = {
  id: "EPS-860",
  title: "External Secrets does not find the store that an ExternalSecret names",
  texts: [
    "could not get SecretStore",
    "could not get ClusterSecretStore",
    "SecretStore.external-secrets.io … not found",
    "secretstores.external-secrets.io … not found",
  ],
  over: ["EPS-850"],
  why: "A SecretStore must be in the namespace of the ExternalSecret; a ClusterSecretStore is for all, and needs `kind: ClusterSecretStore` in `secretStoreRef`.",
  check: "`kubectl get secretstore,clustersecretstore -A`",
  mend: "Correct `secretStoreRef`, or make the store.",
  sources: ["https://external-secrets.io/latest/api/externalsecret/"],
};
