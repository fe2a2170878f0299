import type { Entry } from "./entry";

export const otherRegion: Entry = {
  id: "EPS-552",
  title: "the secret or parameter is in another Region",
  step: "object",
  why: "Secrets Manager and Parameter Store keep objects by Region. The class reads in its `region`, else in the one of the node.",
  check: "`kubectl -n {namespace} get secretproviderclass -o yaml | grep -n region`",
  mend: "If the inventory has this reader: `eks-pod-secrets up --refresh --yes`. Else set `region` of the class.",
  sources: ["aws-actions/aws-secretsmanager-get-secrets#182"],
};
