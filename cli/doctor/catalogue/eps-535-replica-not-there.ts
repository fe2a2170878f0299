import type { Entry } from "./entry";

export const replicaNotThere: Entry = {
  id: "EPS-535",
  title: "the secret has no copy in the region that it is read in",
  step: "object",
  why: "The reader reads in this region, or fails over to it, and the replica there was removed, or could not be made.",
  check:
    "`aws secretsmanager describe-secret --secret-id {name} --query ReplicationStatus` in the secret's own region.",
  mend: "`eks-pod-secrets up --refresh --yes` makes the replica again, with the same value.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/create-manage-multi-region-secrets.html",
  ],
};
