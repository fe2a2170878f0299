import type { Entry } from "./entry";

export const noIrsaAnnotation: Entry = {
  id: "EPS-384",
  title: "the service account has no annotation with a role for IRSA",
  step: "service-account",
  why: "IRSA reads `eks.amazonaws.com/role-arn` of the service account.",
  check: "`kubectl -n {namespace} get serviceaccount {serviceAccount} -o yaml`",
  mend: "Annotate it where it is made. Readers of the inventory need none: they use Pod Identity.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
};
