import type { Entry } from "./entry";

export const webIdentityNotValidated: Entry = {
  id: "EPS-370",
  title: "STS cannot validate the pod's token (IRSA)",
  texts: [
    "InvalidIdentityToken: The web identity token provided could not be validated",
    "The web identity token provided could not be validated",
    "Couldn't retrieve verification key from your identity provider",
    "Incorrect token audience",
    "InvalidIdentityToken: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
  ],
  step: "trust",
  why: "The issuer's provider is missing or not trusted, its address is not reached, or the audience of the token is not one of the provider's. A wrong `sub` would be AccessDenied.",
  check:
    "`aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN` in the role's account: URL and client ids.",
  mend: "Make the provider again for the cluster's issuer, with the client id `sts.amazonaws.com`. Or let the reader use Pod Identity, which needs none.",
  sources: ["external-secrets/external-secrets#6648"],
};
