import type { Entry } from "./entry";

export const callerMayNotPutKeyPolicy: Entry = {
  id: "EPS-760",
  title: "the caller's own policies do not allow `kms:PutKeyPolicy`",
  why: "The key policy leaves the decision to IAM, and the deploying role lacks the right.",
  check: "`eks-pod-secrets permissions` prints what the deploying role of each account needs.",
  mend: "If the caller is not the account's `deployRole`, run with that role. If it is, give it what `eks-pod-secrets permissions` prints.",
  sources: ["aws-samples/rds-snapshot-export-to-s3-pipeline#8"],
};
