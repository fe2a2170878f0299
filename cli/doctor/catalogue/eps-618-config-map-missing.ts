import type { Entry } from "./entry";

export const configMapMissing: Entry = {
  id: "EPS-618",
  title: "the pod needs a ConfigMap, or a key of it, that is not there",
  texts: [
    'configmap "{configMap:kubernetes!}" not found',
    'configmaps "{configMap:kubernetes!}" not found',
    "couldn't find key {key:name} in ConfigMap {namespace:kubernetes}/{configMap:kubernetes}",
    "couldn't find key … in ConfigMap",
    "references non-existent config key",
  ],
  over: ["EPS-654"],
  step: "pods",
  why: "A container or a volume names a ConfigMap that somebody else should make. Secrets are not concerned, but the pod does not start.",
  check: "`kubectl -n {namespace} get configmaps`",
  mend: "Make it where it is made, or correct the reference.",
  sources: ["https://kubernetes.io/docs/concepts/configuration/configmap/"],
};
