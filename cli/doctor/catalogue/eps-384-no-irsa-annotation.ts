import type { Entry } from "./entry";

export const noIrsaAnnotation: Entry = {
  id: "EPS-384",
  title: "the service account has no annotation with a role for IRSA",
  step: "service-account",
  why: "IRSA reads `eks.amazonaws.com/role-arn` of the service account.",
  check: "`kubectl -n {namespace} get serviceaccount {serviceAccount} -o yaml`",
  mend: "Annotate it where it is made. A reader of the inventory needs it only with `identity: irsa` or `both`: run `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
};
