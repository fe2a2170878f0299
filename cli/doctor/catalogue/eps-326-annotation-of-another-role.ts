import type { Entry } from "./entry";

export const annotationOfAnotherRole: Entry = {
  id: "EPS-326",
  title: "the annotation of the service account names another role (IRSA)",
  step: "service-account",
  why: "Pods get by IRSA the role that `eks.amazonaws.com/role-arn` names. Somebody has changed it, or the inventory has changed and was not deployed.",
  check: "`kubectl -n {namespace} get serviceaccount {serviceAccount} -o yaml`",
  mend: "Run `eks-pod-secrets up --refresh --yes`, or annotate the service account where others make it. Then replace the pods.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html"],
};
