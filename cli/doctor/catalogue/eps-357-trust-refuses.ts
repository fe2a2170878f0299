import type { Entry } from "./entry";

export const trustRefuses: Entry = {
  id: "EPS-357",
  title: "the role does not let EKS Pod Identity assume it",
  texts: [
    "Unauthorized Exception! EKS does not have permissions to assume the associated role",
    "An error occurred (AccessDeniedException) when calling the AssumeRoleForPodIdentity operation",
    "operation error EKS Auth: AssumeRoleForPodIdentity … AccessDeniedException",
  ],
  errors: ["podidentity AccessDeniedException"],
  step: "trust",
  causes: [
    {
      id: "EPS-358",
      check:
        "The trust policy has no statement whose principal is the service `pods.eks.amazonaws.com`, e.g. as the role is one of IRSA.",
    },
    { id: "EPS-359", check: "The statement allows `sts:AssumeRole`, but not `sts:TagSession`." },
    {
      id: "EPS-360",
      check:
        "The statement has conditions on `aws:RequestTag/…`, `aws:SourceArn`, `aws:SourceAccount` or the organization that this cluster, namespace or service account does not meet. An association with `disableSessionTags` meets none on tags.",
    },
    {
      id: "EPS-361",
      check: "The association names a role that is not there any more, or was made anew.",
    },
  ],
  why: "There is an association, and EKS tried to assume its role for the pod. The role's trust policy said no. EKS does not say which part of it.",
  check: "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument`",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes` puts back the trust policy. It names only this cluster, namespace and service account.",
  sources: ["aws-controllers-k8s/community#2678", "aws-ia/terraform-aws-eks-blueprints#465"],
};
