import type { Entry } from "./entry";

export const unknownObjectType: Entry = {
  id: "EPS-255",
  title: "an object of the class has a type that the provider does not know",
  texts: ["Invalid objectType: {type:name}"],
  step: "provider-class",
  why: "The types are `secretsmanager` and `ssmparameter`. `ssm` and `secretmanager` are not.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Write `objectType: secretsmanager` or `objectType: ssmparameter`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
