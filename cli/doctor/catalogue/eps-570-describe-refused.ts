import type { Entry } from "./entry";

export const describeRefused: Entry = {
  id: "EPS-570",
  title: "the first mount worked, and a later one may not look at the secret's versions",
  texts: [
    "Failed to describe secret {object:object}: AccessDenied",
    "Failed to describe secret … not authorized to perform: secretsmanager:DescribeSecret",
  ],
  over: ["EPS-450", "EPS-451", "EPS-465", "EPS-466"],
  step: "identity-policy",
  why: "ASCP calls GetSecretValue at the first mount. At each later one it calls DescribeSecret first, to see whether there is a newer version.",
  check: "The role's policies: `secretsmanager:DescribeSecret` on the secret.",
  mend: "`eks-pod-secrets up --refresh --yes` puts back the reader's policies, which allow both.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/secrets_manager_provider.go"],
};
