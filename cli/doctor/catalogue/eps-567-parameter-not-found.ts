import type { Entry } from "./entry";

export const parameterNotFound: Entry = {
  id: "EPS-567",
  title: "a parameter is not there",
  step: "object",
  why: "Parameter Store found no parameter of this name in the account and Region. ASCP then reads none of the class.",
  check:
    "`aws ssm get-parameters --names {name} --query InvalidParameters --region REGION` with credentials of the owner.",
  mend: "If the inventory has the parameter: put its value again with `eks-pod-secrets put`, which makes it; a value that was deleted is lost. Else correct `objectName`; a parameter of another account needs its ARN.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/parameter_store_provider.go"],
};
