import type { Entry } from "./entry";

export const agentTimeoutTooShort: Entry = {
  id: "EPS-158",
  title: "the provider waits a shorter time for the agent than EKS needs",
  texts: ["failed to write response: write tcp {169.254.170.23|[fd00:ec2::23]}:80"],
  step: "agent",
  why: "ASCP waits `podIdentityHttpTimeout` for the agent. The agent's first call to EKS on a node, and calls of many pods at once, take longer; so does one call where EKS Auth is far, e.g. from a hybrid node.",
  check: "The agent's log shows the answer of EKS for this pod after the provider had given up.",
  mend: "Raise `podIdentityHttpTimeout` of the provider's installation. The mount is tried again in any case.",
  sources: [
    "aws/secrets-store-csi-driver-provider-aws#537",
    "aws/secrets-store-csi-driver-provider-aws#505",
    "aws/secrets-store-csi-driver-provider-aws: credential_provider/pod_identity_credential_provider.go",
  ],
};
