import type { Entry } from "./entry";

export const roleAssumesItself: Entry = {
  id: "EPS-854",
  title: "a store's `role` is the role that the pod already has",
  texts: [
    "assumed-role/{role:role!}/ … not authorized to perform: sts:AssumeRole on resource: … role/{role:role!}",
  ],
  step: "trust",
  why: "External Secrets has `role` of its SecretStore assumed after its own credentials. Where both are the same role, it would have to assume itself.",
  check: "`kubectl get secretstore,clustersecretstore -A -o yaml | grep -n role:`",
  mend: "Remove `role` from the store.",
  sources: ["external-secrets/external-secrets#4432"],
};
