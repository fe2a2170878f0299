import type { Entry } from "./entry";

export const iamObjectInUse: Entry = {
  id: "EPS-813",
  title: "AWS does not delete what other objects still hang on",
  texts: [
    "Cannot delete entity, must delete login profile first",
    "Cannot delete a policy attached to entities",
    "has a dependent object",
    "{Cluster has nodegroups attached|Cannot delete because cluster|has dependencies and cannot be deleted}",
  ],
  errors: ["DependencyViolation", "iam {DeleteConflict|DeleteConflictException}"],
  why: "IAM deletes a role, a user, a group or a policy only when nothing is attached to it and it is attached to nothing.",
  over: ["EPS-787"],
  check:
    "The text names what must go first. Of a policy: `aws iam list-entities-for-policy --policy-arn ARN`.",
  mend: "Find out who attached it and whether it is needed elsewhere, detach it there, and run again.",
  sources: [
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html",
  ],
};
