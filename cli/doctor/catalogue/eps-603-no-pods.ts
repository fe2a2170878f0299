import type { Entry } from "./entry";

export const noPods: Entry = {
  id: "EPS-603",
  title: "no pod runs under the reader's service account",
  step: "pods",
  why: "The workload is not deployed, is scaled to none, or names another service account.",
  check:
    "`kubectl -n {namespace} get pods -o custom-columns=NAME:.metadata.name,ACCOUNT:.spec.serviceAccountName`",
  mend: "Deploy the pod with `serviceAccountName: {serviceAccount}` in namespace {namespace}, and let it mount SecretProviderClass {class}. Where the inventory has its `deployment`, run `eks-pod-secrets up --refresh --yes`.",
  sources: ["docs/reference/inventory.md"],
};
