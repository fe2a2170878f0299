import type { Entry } from "./entry";

export const webIdentityDenied: Entry = {
  id: "EPS-364",
  title: "STS does not let the pod's token assume the role (IRSA)",
  texts: [
    "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation",
    "not authorized to perform: sts:AssumeRoleWithWebIdentity",
  ],
  errors: ["webidentity {AccessDenied|AccessDeniedException}"],
  over: ["EPS-374"],
  step: "trust",
  causes: [
    {
      id: "EPS-352",
      check:
        'The reader is to use Pod Identity: the class lacks `usePodIdentity: "true"`, or the service account still has the annotation `eks.amazonaws.com/role-arn`.',
    },
    {
      id: "EPS-365",
      check:
        "The trust policy's `sub` or `aud` is not `system:serviceaccount:NAMESPACE:SERVICE_ACCOUNT` and `sts.amazonaws.com`, letter by letter. With wildcards it must be `StringLike`.",
    },
    {
      id: "EPS-366",
      check:
        "`Principal.Federated` of the trust policy is not the ARN of this cluster's OIDC provider, e.g. as the cluster was made anew.",
    },
    { id: "EPS-367", check: "`aws iam get-role` does not find the role of the annotation." },
  ],
  why: "This is IRSA. STS knows the provider and the token, and the trust policy of the role that the service account's annotation names says no; or there is no such role. STS does not tell which.",
  check:
    "`kubectl -n {namespace} get serviceaccount -o yaml | grep role-arn`, then the role's trust policy.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "aws/amazon-eks-pod-identity-webhook#30",
    "aws/secrets-store-csi-driver-provider-aws#17",
    "terraform-aws-modules/terraform-aws-eks#702",
    "aws-samples/aws-secret-sidecar-injector#26",
  ],
};
