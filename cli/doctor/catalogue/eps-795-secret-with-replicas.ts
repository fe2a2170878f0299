import type { Entry } from "./entry";

export const secretWithReplicas: Entry = {
  id: "EPS-795",
  title: "a secret cannot be deleted, because it has replicas in other Regions",
  texts: ["that still has replica regions"],
  why: "Secrets Manager deletes a primary secret only after its replicas.",
  check:
    "`aws secretsmanager describe-secret --secret-id ARN --query ReplicationStatus` in the primary Region.",
  mend: "Remove the replicas where they are declared, deploy, and delete the secret then. Readers in those Regions lose their reads.",
  sources: ["rebuy-de/aws-nuke#1127", "gruntwork-io/cloud-nuke#435"],
};
