import type { Entry } from "./entry";

export const callerMayNotDeploy: Entry = {
  id: "EPS-803",
  title: "no policy of the caller allows a call that is no read of a secret",
  texts: [
    "not authorized to perform: {call:notRead!} {because|on resource … because} no identity-based policy allows",
    "Insufficient permissions to create service-linked role",
    "You don't have the {call:notRead} permission that is required to add tags during key creation",
  ],
  over: ["EPS-450", "EPS-464", "EPS-465", "EPS-466", "EPS-868"],
  why: "Readers are granted reads alone. A call like this one is of whoever deploys: its role lacks a right, or the run has another identity than the one meant. Tags need a right of their own, e.g. `kms:TagResource`.",
  check:
    "`aws sts get-caller-identity` with the account's `profile`, and the caller that the text names.",
  mend: "If the caller is not the account's `deployRole`, run with `deployRole` or its `profile`. If it is, whoever administers the account gives it what `eks-pod-secrets permissions --for deploy` prints, and no more. If a program in a pod made the call, its right is not of this inventory: a reader gets none.",
  sources: [
    "LeanerCloud/CUDly#1670",
    "LeapBeyond/terraform-s3-replication#5",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  ],
};
