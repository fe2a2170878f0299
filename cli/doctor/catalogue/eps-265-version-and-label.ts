import type { Entry } from "./entry";

export const versionAndLabel: Entry = {
  id: "EPS-265",
  title: "a parameter of the class has a version and a label",
  texts: [
    "ssm parameters can not specify both objectVersion and objectVersionLabel: {object:object}",
  ],
  step: "provider-class",
  why: "Parameter Store reads by one of both.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Remove `objectVersion` or `objectVersionLabel`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
