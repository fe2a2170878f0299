import { BOTH, BOTH_AND_REVOKE, type Call, call, tagCalls } from "./call";

/** Calls of any role that a stack makes. */
export const everyRole: Call[] = [
  call("iam:CreateRole", "makes the role"),
  call("iam:GetRole", "reads it, and finds one that others made", { by: BOTH }),
  call("iam:ListAttachedRolePolicies", "reads which managed policies it has"),
  call("iam:ListInstanceProfilesForRole", "looks whether machines use it"),
  call("iam:DeleteRole", "deletes it"),
  ...tagCalls("iam:TagRole", "iam:UntagRole"),
];

/** Calls of a role that pods become, or read as. */
export const podRole: Call[] = [
  ...everyRole,
  call("iam:ListRolePolicies", "reads which inline policies it has", { by: ["pulumi", "revoke"] }),
  call("iam:UpdateAssumeRolePolicy", "changes which pods become it"),
  call("iam:PutRolePolicy", "says what it reads", { by: BOTH_AND_REVOKE }),
  call("iam:GetRolePolicy", "reads what it reads", { by: BOTH_AND_REVOKE }),
  call("iam:DeleteRolePolicy", "takes away what it read, and inline policies of others", {
    by: BOTH_AND_REVOKE,
  }),
  call("iam:DetachRolePolicy", "detaches managed policies that others attached"),
  call("iam:PutRolePermissionsBoundary", "bounds it anew"),
  call("iam:DeleteRolePermissionsBoundary", "takes its boundary away"),
];
