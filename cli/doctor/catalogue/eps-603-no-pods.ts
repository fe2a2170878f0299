import type { Entry } from "./entry";

export const noPods: Entry = {
  id: "EPS-603",
  title: "no pod runs under the reader's service account",
  step: "pods",
  why: "The workload is not deployed, is scaled to none, or names another service account.",
  check:
    "`kubectl -n NAMESPACE get pods -o custom-columns=NAME:.metadata.name,ACCOUNT:.spec.serviceAccountName`",
  mend: "Deploy the pod under the reader's service account. Where the inventory has its `deployment`, run `eks-pod-secrets up --refresh --yes`.",
  sources: ["docs/reference/inventory.md"],
};
