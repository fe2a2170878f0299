import type { Entry } from "./entry";

export const irsaProvider: Entry = {
  id: "EPS-366",
  title: "the trust policy of an IRSA role names another OIDC provider",
  step: "trust",
  why: "Each cluster has its own issuer, and a cluster that is made anew has a new one.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer` against `Principal.Federated` of the trust policy.",
  mend: "Name this cluster's provider in the trust policy. Or let the reader use Pod Identity, which needs no provider.",
  sources: ["aws/amazon-eks-pod-identity-webhook#30"],
};
