import type { Entry } from "./entry";

export const annotatedRoleGone: Entry = {
  id: "EPS-367",
  title: "the role that the service account's annotation names is not there",
  step: "trust",
  why: "STS answers AccessDenied for a role that does not exist, as for one that refuses.",
  check: "`aws iam get-role --role-name ROLE`",
  mend: "Correct the annotation `eks.amazonaws.com/role-arn`, or make the role again. A reader of the inventory needs no annotation, unless it has `identity: irsa` or `both`.",
  sources: ["awslabs/cdk-for-emr-on-eks#2"],
};
