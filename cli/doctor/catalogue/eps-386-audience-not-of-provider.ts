import type { Entry } from "./entry";

export const audienceNotOfProvider: Entry = {
  id: "EPS-386",
  title: "the audience of the pod's token is not one of the OIDC provider's (IRSA)",
  texts: ["Incorrect token audience"],
  step: "trust",
  why: "IAM takes a token only if its audience is among the client ids of the OIDC provider. For IRSA that is `sts.amazonaws.com`, also with regional endpoints.",
  check:
    "`aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN --query ClientIDList` in the role's account, and the annotation `eks.amazonaws.com/audience` of the service account.",
  mend: "Let the provider's client ids have `sts.amazonaws.com`, and remove another audience from the service account. Or let the reader use Pod Identity, which needs no provider.",
  sources: ["kubernetes-sigs/aws-load-balancer-controller#3410", "awslabs/amazon-eks-irsa-cfn#18"],
};
