import type { Entry } from "./entry";

export const awsBusy: Entry = {
  id: "EPS-787",
  title: "AWS was busy with another change of the same thing",
  texts: [
    "ConcurrentModificationException",
    "ResourceInUseException: Cluster has … update",
    "OperationInProgressException",
    "A service-level conflict",
    "ConcurrentModification:",
    "There is a conflicting update",
    "currently has update … in progress",
    "Only one type of update can be allowed",
    "AutoScalingGroupInstanceRefreshActive",
  ],
  errors: [
    "{ConcurrentModification|EntityTemporarilyUnmodifiable|EntityTemporarilyUnmodifiableException|PolicyChangesInProgressException|RoleModifiedException}",
    "{eks|kms|organizations|iam} {ConflictException|ResourceInUseException}",
    "cloudformation ResourceConflict",
  ],
  why: "Two changes met: an update of the cluster, an add-on, or another stack that writes the same role.",
  check: "Does another run or update go?",
  mend: "Run `eks-pod-secrets up` again: a run that failed can be repeated.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html"],
};
