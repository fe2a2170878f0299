import type { Entry } from "./entry";

export const noSuchArn: Entry = {
  id: "EPS-266",
  title: "an object of the class has an ARN that is none, or of another service",
  texts: [
    "Invalid ARN format in object name: {object:name}",
    "Invalid ARN format in object name",
    "Invalid service in ARN {service:name}",
  ],
  step: "provider-class",
  why: "ASCP reads ARNs of Secrets Manager and Systems Manager. This text begins with `arn:`, and is not one of these.",
  check: "`kubectl -n {namespace} get secretproviderclass {class} -o yaml`",
  mend: "Write the whole ARN: `arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX`.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secret_descriptor.go"],
};
