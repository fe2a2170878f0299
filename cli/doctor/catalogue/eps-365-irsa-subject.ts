import type { Entry } from "./entry";

export const irsaSubject: Entry = {
  id: "EPS-365",
  title: "the trust policy of an IRSA role names another service account",
  step: "trust",
  why: "`sub` and `aud` in the conditions must be those of the pod's token. A namespace, a name or the operator differs.",
  check: "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument`",
  mend: "Correct the condition. It must name one service account, not a pattern. Or let the reader use Pod Identity.",
  sources: [
    "aws-samples/aws-secret-sidecar-injector#26",
    "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  ],
};
