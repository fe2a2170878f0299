import type { Entry } from "./entry";

export const granteeDeleted: Entry = {
  id: "EPS-847",
  title: "the role that a grant of a key names was deleted",
  texts: ['grantee principal is invalid: "'],
  step: "key-policy",
  why: "KMS shows a deleted role or user by its unique id (`AROA…`, `AIDA…`). Terraform reads the grant and takes no such id. A role made anew under the same name is another one, and the grant is not its.",
  check:
    "`aws kms list-grants --key-id KEY`: `GranteePrincipal`, and `aws iam get-role` of the role that was meant.",
  mend: "Revoke the old grant (`aws kms revoke-grant`), take it out of Terraform's state, and let the run make it for the role that is there, if it is still to have it.",
  sources: ["hashicorp/terraform-provider-aws#29340"],
};
