import type { Entry } from "./entry";

export const typeNotOfArn: Entry = {
  id: "EPS-256",
  title: "the type of an object and its ARN contradict each other",
  texts: ["objectType does not match ARN: {object:object}"],
  step: "provider-class",
  why: "The ARN is of one service, and `objectType` names the other.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Remove `objectType`: the ARN tells it.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
