import type { Entry } from "./entry";

export const replicaByItself: Entry = {
  id: "EPS-537",
  title: "the copy in the region that it is read in no longer follows the secret",
  step: "object",
  why: "Somebody has made the replica a secret of its own (`StopReplicationToReplica`). It keeps its value, and gets no new one.",
  check:
    "`aws secretsmanager describe-secret --secret-id {name} --region {region}` names no other PrimaryRegion.",
  mend: "Ask who made it a secret of its own. If nobody needs it, delete it in that region without recovery, and run `eks-pod-secrets up --refresh --yes`, which makes the replica again. Until then no pod reads there.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/standalone-secret.html"],
};
