import type { Entry } from "./entry";

export const replicaExists: Entry = {
  id: "EPS-783",
  title: "the key has a replica in this Region already",
  texts: ["You can create only one replica of each primary key in each AWS Region"],
  why: "A run made the replica, and was told that it had failed, so its state does not have it.",
  check: "`aws kms list-keys` in that Region, and `aws kms describe-key`.",
  mend: "Delete the replica (it has no value of its own), or import it into the state; then run again.",
  sources: ["pulumi/pulumi-aws-native#184"],
};
