import type { Entry } from "./entry";

export const roleInInstanceProfile: Entry = {
  id: "EPS-812",
  title: "a role cannot be deleted, because it is still in an instance profile",
  texts: ["Cannot delete entity, must remove roles from instance profile first"],
  over: ["EPS-813"],
  why: "EC2 instances take a role through an instance profile. IAM deletes the role only after it was removed from each profile.",
  check:
    "`aws iam list-instance-profiles-for-role --role-name ROLE`, and whether an instance or a launch template uses the profile.",
  mend: "Find out whether an instance still needs the role. If none does, `aws iam remove-role-from-instance-profile` where the profile was made, and run again.",
  sources: ["aws-controllers-k8s/community#1910"],
};
