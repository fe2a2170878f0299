import type { Entry } from "./entry";

export const protectedResource: Entry = {
  id: "EPS-776",
  title: "a resource is protected, and the run would delete or replace it",
  texts: [
    "cannot be deleted because it is protected",
    "cannot be replaced because it is protected",
    "Cannot delete protected resource",
    "marked for protection",
  ],
  why: "Secrets with values, keys and others are protected from being lost by mistake.",
  check: "`eks-pod-secrets plan` says what would go, and why.",
  mend: "If it is to stay, put the line back into the inventory. If it is to go, `up` asks, and prints the flag that confirms.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/resources/options/protect/"],
};
