import type { Entry } from "./entry";

export const noServiceAccount: Entry = {
  id: "EPS-602",
  title: "the pods' service account is not in the namespace",
  texts: [
    "error looking up service account {namespace:kubernetes}/{serviceAccount:kubernetes}: serviceaccount",
    'serviceaccount "{serviceAccount:kubernetes!}" not found',
    'serviceaccounts "{serviceAccount:kubernetes!}" not found',
    "no SA found in namespace: {namespace:kubernetes}/{serviceAccount:kubernetes}",
    "service account {namespace:kubernetes}/{serviceAccount:kubernetes} was not found, retry after the service account is created",
    "no API token found for service account",
  ],
  step: "service-account",
  why: "Kubernetes makes no pod whose service account is missing. The tool that makes the account has not run, or somebody has deleted it.",
  check: "`kubectl -n {namespace} get serviceaccount {serviceAccount}`",
  mend: "Create the service account, or write `createServiceAccount: true` under `readers.{reader}`, and run `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"],
};
