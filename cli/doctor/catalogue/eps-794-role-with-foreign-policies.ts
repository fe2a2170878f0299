import type { Entry } from "./entry";

export const roleWithForeignPolicies: Entry = {
  id: "EPS-794",
  title: "a role cannot be deleted, because policies were added to it by other means",
  texts: [
    "Cannot delete entity, must delete policies first",
    "Cannot delete entity, must detach all policies first",
  ],
  why: "IAM deletes a role only when nothing is attached to it. The deployment removes what it made; somebody added more.",
  check:
    "`aws iam list-attached-role-policies --role-name ROLE` and `aws iam list-role-policies --role-name ROLE`",
  mend: "Find out who added them and whether they are needed elsewhere, detach them there, and run again.",
  sources: ["hashicorp/terraform-provider-aws#3104", "pulumi/pulumi-aws-native#196"],
};
