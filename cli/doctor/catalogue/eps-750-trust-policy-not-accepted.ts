import type { Entry } from "./entry";

export const trustPolicyNotAccepted: Entry = {
  id: "EPS-750",
  title: "EKS does not accept the role's trust policy for an association",
  texts: ["Trust policy of the role provided is invalid", "Trust policy of the role … is invalid"],
  causes: [
    {
      id: "EPS-755",
      check:
        "The role or its trust policy is a minute old or less: the same run succeeds when it is repeated.",
    },
    {
      id: "EPS-358",
      check: "The trust policy has no statement whose principal is `pods.eks.amazonaws.com`.",
    },
    { id: "EPS-359", check: "The statement allows `sts:AssumeRole`, but not `sts:TagSession`." },
  ],
  why: "EKS looks at the trust policy when an association is made: the principal `pods.eks.amazonaws.com` with `sts:AssumeRole` and `sts:TagSession`. A policy that is seconds old may not have reached it.",
  check: "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument`",
  mend: "Run `eks-pod-secrets up` again: a run that failed can be repeated. If it fails again, `eks-pod-secrets up --refresh --yes` puts back the trust policy.",
  sources: [
    "hashicorp/terraform-provider-aws#41483",
    "aws/aws-cdk#31522",
    "hashicorp/terraform-provider-aws#34711",
  ],
};
