import type { Entry } from "./entry";

export const policyTooLarge: Entry = {
  id: "EPS-765",
  title: "the policies of a role are larger than IAM allows",
  texts: [
    "Maximum policy size of {size:name} bytes exceeded for role {role:role}",
    "Maximum policy size of",
    "Cannot exceed quota for PolicySize",
    "Cannot exceed quota for ACLSizePerRole",
    "Cannot exceed quota for PoliciesPerRole",
    "The policy exceeds the maximum size",
    "PolicyLengthExceededException",
  ],
  why: "Inline policies of a role have 10,240 characters together, a managed policy 6,144, a trust policy 2,048 unless AWS raised it.",
  check: "`eks-pod-secrets plan` says what comes near to a quota.",
  mend: "Divide the reader's secrets among several readers, or group them by name.",
  sources: ["awslabs/aws-deployment-framework#474", "serverless/serverless#12167"],
};
