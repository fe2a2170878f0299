import type { Entry } from "./entry";

export const objectWithoutType: Entry = {
  id: "EPS-254",
  title: "an object of the class has neither a whole ARN nor a type",
  texts: ["Must use objectType when a full ARN is not specified: {object:object}"],
  step: "provider-class",
  why: "ASCP takes the type from the ARN. A name alone does not tell Secrets Manager from Parameter Store.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Write the whole ARN as `objectName`, or add `objectType: secretsmanager` or `ssmparameter`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
