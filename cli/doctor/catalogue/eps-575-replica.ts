import type { Entry } from "./entry";

export const replica: Entry = {
  id: "EPS-575",
  title: "the call is only allowed on the secret's primary Region",
  texts: [
    "Operation not permitted on a replica secret. Call must be made in primary secret's region",
  ],
  step: "object",
  why: "A replica is read like a secret, and changed only by its source.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --query PrimaryRegion` with credentials of the owner.",
  mend: "Make the change in the primary Region. In the inventory, the secret's `region` is the primary one.",
  sources: ["gruntwork-io/cloud-nuke#435"],
};
