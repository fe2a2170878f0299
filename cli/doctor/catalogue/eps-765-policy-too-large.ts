import type { Entry } from "./entry";

export const policyTooLarge: Entry = {
  id: "EPS-765",
  title: "a policy is larger than AWS allows",
  texts: [
    "Maximum policy size of {size:name} bytes exceeded for role {role:role}",
    "Maximum policy size of",
    "Cannot exceed quota for PolicySize",
    "Cannot exceed quota for ACLSizePerRole",
    "The policy exceeds the maximum size",
    "PolicyLengthExceededException",
    "The policy is too long",
  ],
  why: "Inline policies of a role have 10,240 characters together, a managed policy 6,144, a trust policy 2,048 unless AWS raised it. A key policy has 32,768 bytes, the policy of a secret 20,480.",
  check: "`eks-pod-secrets plan` says what comes near to a quota.",
  mend: "Divide the reader's secrets among several readers, or group them by name.",
  sources: ["awslabs/aws-deployment-framework#474", "serverless/serverless#12167"],
};
