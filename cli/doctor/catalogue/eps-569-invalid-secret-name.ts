import type { Entry } from "./entry";

export const invalidSecretName: Entry = {
  id: "EPS-569",
  title: "the class names a secret by something that is no name",
  texts: [
    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    "ValidationException: Invalid name",
    "Must be a valid name containing alphanumeric characters",
  ],
  step: "provider-class",
  why: "Names hold letters, digits and `/_+=.@!-`. An ARN without its last part, a placeholder, or a space makes it no name.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml | grep objectName`",
  mend: "Write the secret's whole ARN. If the inventory has this reader: `eks-pod-secrets up --refresh --yes`.",
  sources: ["external-secrets/kubernetes-external-secrets#84"],
};
