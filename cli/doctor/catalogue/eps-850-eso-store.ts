import type { Entry } from "./entry";

export const esoStore: Entry = {
  id: "EPS-850",
  title: "External Secrets cannot use its store",
  texts: [
    "could not validate provider:",
    "unable to validate store",
    "SecretStore … is not ready",
    "ClusterSecretStore … is not ready",
    "InvalidProviderConfig",
    "could not get secret data from provider",
    "SecretSyncedError",
    "could not get provider client",
    "{could not get secret data|error retrieving secret at|could not update Secret|error processing spec.}",
    "{SecretStore validation failed|ValidationFailed|failed to get provider client}",
    "store is not ready",
  ],
  symptom: true,
  step: "webhook",
  causes: [
    {
      id: "EPS-851",
      check:
        "The store has `auth.jwt.serviceAccountRef` of a service account without the annotation of IRSA: Pod Identity does not work by it.",
    },
    {
      id: "EPS-356",
      check:
        "The operator's own service account has no association: `aws eks list-pod-identity-associations`.",
    },
    { id: "EPS-854", check: "The store has `role`, and it is the operator's own role." },
    {
      id: "EPS-852",
      check: "Fields of the store are misspelt: `kubectl get secretstore -o yaml` lacks them.",
    },
  ],
  why: "The operator could not log in with what its SecretStore says. It has one identity for itself, and Pod Identity gives it only that: not the one of the pods that take the secret.",
  check: "`kubectl -n {namespace} describe secretstore`, and the operator's log.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["external-secrets/external-secrets#4012", "external-secrets/external-secrets#2951"],
};
