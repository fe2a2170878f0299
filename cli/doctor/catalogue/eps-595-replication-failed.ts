import type { Entry } from "./entry";

export const replicationFailed: Entry = {
  id: "EPS-595",
  title: "Secrets Manager could not copy the secret into another Region",
  texts: [
    "A secret with the same name exists in the selected Region",
    "No permissions available on the KMS key to complete the replication",
    "ReplicationStatus: … Status: Failed",
    "You have not enabled the Region where you want the replication to occur",
    "Invalid replica region",
    "ReplicateSecretToRegions … AccessDeniedException",
  ],
  step: "object",
  why: "The other Region has a secret of the same name, its key is not there or does not let the caller in, or the account has not enabled the Region. Pods of that Region read the value of before, or nothing.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --query ReplicationStatus` in the primary Region: its `StatusMessage`",
  mend: "Mend what the message says: remove the other secret of this name where it was made, or correct the replica's key in the inventory. Then `eks-pod-secrets up --refresh --yes`.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets_troubleshoot.html",
  ],
};
