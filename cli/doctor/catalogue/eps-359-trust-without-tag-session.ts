import type { Entry } from "./entry";

export const trustWithoutTagSession: Entry = {
  id: "EPS-359",
  title: "the role's trust policy does not allow `sts:TagSession`",
  texts: [
    "not authorized to perform: sts:TagSession on resource: {resource:arn}",
    "not authorized to perform: sts:TagSession",
  ],
  over: ["EPS-45", "EPS-46"],
  step: "trust",
  why: "EKS Pod Identity gives each session tags, so the trust policy must allow `sts:TagSession` beside `sts:AssumeRole`. The same holds of a role that such a session assumes next, because its tags are transitive.",
  check: "`aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument`",
  mend: "`eks-pod-secrets up --refresh --yes` puts back the trust policy of a reader's role. For roles of others, add `sts:TagSession` to the same statement, with the same conditions.",
  sources: [
    "external-secrets/external-secrets#2951",
    "grafana/grafana#127716",
    "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  ],
};
