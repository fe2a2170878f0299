import type { Entry } from "./entry";

export const arnNeededAcrossAccounts: Entry = {
  id: "EPS-467",
  title: "a secret or parameter of another account is asked for by its name",
  step: "provider-class",
  why: "A name is looked up in the caller's account, where there is none, and nothing allows it.",
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml | grep objectName`",
  mend: "Write its whole ARN as `objectName`. The inventory does that by itself: `eks-pod-secrets up --refresh --yes`.",
  sources: [
    "external-secrets/external-secrets#2685",
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html",
  ],
};
