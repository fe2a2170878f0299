import type { Entry } from "./entry";

export const thumbprintOfProvider: Entry = {
  id: "EPS-387",
  title: "the thumbprint of the OIDC provider is not that of the issuer's certificate (IRSA)",
  texts: ["OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"],
  step: "trust",
  why: "The OIDC provider in IAM was made with the thumbprint of another certificate.",
  check:
    "`aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN --query ThumbprintList` in the role's account.",
  mend: "Make the provider again for the cluster's issuer: IAM finds the thumbprint itself. Or let the reader use Pod Identity, which needs no provider.",
  sources: ["pulumi/pulumi-eks#342"],
};
