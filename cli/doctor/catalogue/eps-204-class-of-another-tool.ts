import type { Entry } from "./entry";

export const classOfAnotherTool: Entry = {
  id: "EPS-204",
  title: "another tool keeps a SecretProviderClass of the same name",
  step: "provider-class",
  why: "Helm, Argo CD or another tool deploys a class with the reader's name in its namespace, and writes its own contents again and again.",
  check:
    "The labels of `kubectl -n {namespace} get secretproviderclass {class} -o yaml` name the tool.",
  mend: "Give that class another name where the tool has it, or give reader {reader} another `secretProviderClass` in the inventory. Then run `eks-pod-secrets up`.",
  sources: ["docs/reference/inventory.md"],
};
