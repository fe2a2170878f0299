import type { Entry } from "./entry";

export const oidcProviderExists: Entry = {
  id: "EPS-811",
  title: "IAM has an OIDC provider for this issuer already",
  texts: [
    "EntityAlreadyExists: Provider with url",
    "Provider with url … already exists",
    "Resource of type 'AWS::IAM::OIDCProvider' with identifier … already exists",
    "CreateOpenIDConnectProvider … EntityAlreadyExists",
    "EntityAlreadyExistsException) when calling the CreateOpenIDConnectProvider operation",
  ],
  over: ["EPS-752"],
  why: "An account has one OIDC provider for each issuer. Another stack, `eksctl` or a person made the one of this cluster.",
  check:
    "`aws iam list-open-id-connect-providers`: the ARN ends with the id of the cluster's issuer.",
  mend: "Use or import the provider that is there, e.g. `terraform import` or `pulumi import`. Do not delete it: roles of IRSA trust it.",
  sources: ["DrFaust92/terraform-kubernetes-ebs-csi-driver#107"],
};
