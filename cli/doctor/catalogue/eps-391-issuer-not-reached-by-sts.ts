import type { Entry } from "./entry";

export const issuerNotReachedBySts: Entry = {
  id: "EPS-391",
  title: "STS did not get the key of the pod's token from the cluster's OIDC issuer (IRSA)",
  texts: [
    "IDPCommunicationError",
    "Couldn't retrieve verification key from your identity provider",
  ],
  errors: ["iam {OpenIdIdpCommunicationError|OpenIdIdpCommunicationErrorException}"],
  over: ["EPS-370"],
  step: "trust",
  why: "To check the token, STS asks the issuer for its keys, and got no answer in time, or not the key of this token. It is mostly short; it lasts where the issuer's address is not public, or the cluster is gone.",
  check:
    "`curl -fsS ISSUER/.well-known/openid-configuration` from outside of the cluster's network.",
  mend: "Wait, and try again. If it lasts, make the issuer's documents public, or let the reader use Pod Identity, which needs none.",
  sources: [
    "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
  ],
};
