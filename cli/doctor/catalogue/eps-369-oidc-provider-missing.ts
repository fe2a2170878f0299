import type { Entry } from "./entry";

export const oidcProviderMissing: Entry = {
  id: "EPS-369",
  title: "IRSA's OIDC provider was never made in the role's account",
  texts: [
    "iamserviceaccount(s) without IAM OIDC provider enabled",
    "IRSA config is set … but OIDC is disabled",
    "OpenIDConnect Provider not found for arn",
    "reading IAM OIDC Provider … {couldn't find resource|empty result|couldn't find any}",
  ],
  over: ["EPS-726"],
  step: "trust",
  why: "EKS gives each cluster an issuer, but IAM knows it only once an OIDC provider is made for it, in each account whose roles are to trust it.",
  check: "`aws iam list-open-id-connect-providers` in the account of the role.",
  mend: "`eksctl utils associate-iam-oidc-provider --cluster CLUSTER --approve`, or let the reader use Pod Identity, which needs none.",
  sources: [
    "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
  ],
};
