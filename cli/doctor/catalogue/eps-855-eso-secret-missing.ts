import type { Entry } from "./entry";

export const esoSecretMissing: Entry = {
  id: "EPS-855",
  title: "External Secrets does not find the secret",
  texts: [
    "Secret does not exist",
    "error processing spec.data[0] (key: {secret:name}), err: Secret does not exist",
    "could not get secret data from provider … NoSecretErr",
    "{error retrieving secret at|error processing spec.} … Secret does not exist",
    "{invalid secret received. no secret string nor binary|parameter value is nil for key}",
    "external-secrets secret not found",
  ],
  step: "object",
  why: "The store looks in its own account and Region, by the name in `remoteRef.key`.",
  check:
    "`aws secretsmanager describe-secret --secret-id {secret}` with the operator's account and Region.",
  mend: "Correct `remoteRef.key`; a secret of another account needs its whole ARN.",
  sources: ["external-secrets/external-secrets#4560"],
};
