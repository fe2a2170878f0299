import type { Entry } from "./entry";

export const issuerNotReachedBySts: Entry = {
  id: "EPS-391",
  title: "STS did not reach the cluster's OIDC issuer (IRSA)",
  texts: ["IDPCommunicationError"],
  errors: ["iam {OpenIdIdpCommunicationError|OpenIdIdpCommunicationErrorException}"],
  step: "trust",
  why: "To check the token, STS asks the issuer for its keys, and got no answer in time. It is mostly short; it lasts where the issuer's address is not public.",
  check:
    "`curl -fsS ISSUER/.well-known/openid-configuration` from outside of the cluster's network.",
  mend: "Wait, and try again. If it lasts, make the issuer's documents public, or let the reader use Pod Identity, which needs none.",
  sources: [
    "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
  ],
};
