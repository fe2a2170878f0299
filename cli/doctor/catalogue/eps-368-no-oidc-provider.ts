import type { Entry } from "./entry";

export const noOidcProvider: Entry = {
  id: "EPS-368",
  title: "the account of the role has no OIDC provider for the cluster's issuer",
  texts: [
    "No OpenIDConnect provider found in your account for",
    "InvalidIdentityToken: No OpenIDConnect provider found",
    "No OpenIDConnect provider found",
  ],
  over: ["EPS-374"],
  step: "trust",
  causes: [
    {
      id: "EPS-352",
      check:
        'The reader is to use Pod Identity: the class lacks `usePodIdentity: "true"`, or the service account still has the annotation `eks.amazonaws.com/role-arn`.',
    },
    {
      id: "EPS-369",
      check:
        "IRSA is wanted, and the role's account has no provider for this issuer; with roles of another account, it needs one there too.",
    },
    {
      id: "EPS-366",
      check: "There is a provider, but for another issuer: the cluster was made anew.",
    },
  ],
  why: "This is IRSA. STS looks for the token's issuer in the account of the role. The text is the same whether IRSA is wanted and its provider missing, or not wanted at all.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer` and `aws iam list-open-id-connect-providers` in the role's account.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "kubernetes-sigs/aws-load-balancer-controller#1226",
    "kubernetes-sigs/aws-load-balancer-controller#2315",
    "terraform-aws-modules/terraform-aws-eks#965",
  ],
};
