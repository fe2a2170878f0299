import type { Entry } from "./entry";

export const esoStoreNotForNamespace: Entry = {
  id: "EPS-861",
  title: "an External Secrets store is not for this namespace",
  texts: ["is not allowed from namespace", "denied by spec.condition"],
  over: ["EPS-850"],
  why: "`conditions` of the ClusterSecretStore name the namespaces that may use it.",
  check: "`kubectl get clustersecretstore -o yaml`: its `conditions`",
  mend: "If the namespace shall use it, the store's owner adds it. If not, that is the answer.",
  sources: ["https://external-secrets.io/latest/api/clustersecretstore/"],
};
