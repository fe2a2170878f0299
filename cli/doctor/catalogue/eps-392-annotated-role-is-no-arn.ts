import type { Entry } from "./entry";

export const annotatedRoleIsNoArn: Entry = {
  id: "EPS-392",
  title: "the annotation of the service account is not the ARN of a role (IRSA)",
  texts: [
    "Request ARN is invalid",
    "cache.go … arn is invalid:",
    "at 'roleArn' failed to satisfy constraint",
  ],
  step: "service-account",
  why: "STS got the text of the annotation `eks.amazonaws.com/role-arn`, and it is not an ARN: a part is missing, or a placeholder or a space is in it.",
  check:
    "`kubectl -n {namespace} get serviceaccounts -o custom-columns='NAME:.metadata.name,ROLE:.metadata.annotations.eks\\.amazonaws\\.com/role-arn'`",
  mend: "Correct the annotation, and start the pod again. Of a reader of the inventory, `eks-pod-secrets up --refresh --yes` puts it right.",
  sources: ["jkroepke/helm-secrets#394", "aws/amazon-eks-pod-identity-webhook: pkg/cache/cache.go"],
};
