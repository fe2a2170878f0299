import type { Entry } from "./entry";

export const keyOfCopyMissing: Entry = {
  id: "EPS-654",
  title: "the Kubernetes Secret is there, but lacks the key that the container takes",
  texts: [
    "couldn't find key {key:name} in Secret {namespace:kubernetes}/{secret:kubernetes}",
    "couldn't find key",
    "references non-existent secret key",
  ],
  step: "file",
  why: "`secretKeyRef.key` is no key of the copy: it is named otherwise under `secretObjects.data.key`, or the copy is older than the class.",
  check: "`kubectl -n {namespace} describe secret {secret}` shows the keys without values.",
  mend: "Correct the key of the container. In the inventory, `syncToKubernetesSecrets` of the reader writes the keys.",
  sources: ["kubernetes-sigs/secrets-store-csi-driver#1329"],
};
