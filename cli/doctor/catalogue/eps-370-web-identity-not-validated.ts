import type { Entry } from "./entry";

export const webIdentityNotValidated: Entry = {
  id: "EPS-370",
  title: "STS cannot validate the pod's token (IRSA)",
  texts: [
    "InvalidIdentityToken: The web identity token provided could not be validated",
    "The web identity token provided could not be validated",
    "(IDPRejectedClaim) when calling the AssumeRoleWithWebIdentity operation",
    "IDPRejectedClaimException",
  ],
  errors: ["{InvalidIdentityToken|InvalidIdentityTokenException|IDPRejectedClaim}"],
  over: ["EPS-374"],
  step: "trust",
  causes: [
    {
      id: "EPS-369",
      check:
        "`aws iam list-open-id-connect-providers` in the role's account has none for the cluster's issuer.",
    },
    {
      id: "EPS-386",
      check: "The provider is there, and its client ids lack `sts.amazonaws.com`.",
    },
    { id: "EPS-389", check: "The pod or its token's file is older than a day." },
  ],
  why: "The issuer's provider is missing or not trusted, its address is not reached, or the audience of the token is not one of the provider's. A wrong `sub` would be AccessDenied.",
  check:
    "`aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN` in the role's account: URL and client ids.",
  mend: "Find out by the checks which cause it is, and do what that one says. Or let the reader use Pod Identity, which needs no provider.",
  sources: ["external-secrets/external-secrets#6648"],
};
