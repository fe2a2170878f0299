import type { Entry } from "./entry";

export const noNamespace: Entry = {
  id: "EPS-601",
  title: "the reader's namespace is not in the cluster",
  texts: [
    'namespaces "{namespace:kubernetes!}" not found',
    'namespace "{namespace:kubernetes!}" not found',
  ],
  step: "service-account",
  why: "Nobody has made the namespace, somebody has deleted it, or the inventory names another cluster than the pods'.",
  check: "`kubectl get namespace {namespace}`",
  mend: "Create the namespace, or write it in `createNamespaces` under `clusters.{clusterId}`, and run `eks-pod-secrets up --refresh --yes`.",
  sources: ["docs/reference/inventory.md"],
};
