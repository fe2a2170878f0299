import { BOTH, type Call, tagCalls } from "./call";

/** Calls of any role that a stack makes. */
export const everyRole: Call[] = [
  { action: "iam:CreateRole", reason: "makes the role" },
  { action: "iam:GetRole", reason: "reads it, and finds one that others made", by: BOTH },
  { action: "iam:ListAttachedRolePolicies", reason: "reads which managed policies it has" },
  { action: "iam:ListInstanceProfilesForRole", reason: "looks whether machines use it" },
  { action: "iam:DeleteRole", reason: "deletes it" },
  ...tagCalls("iam:TagRole", "iam:UntagRole"),
];

/** Calls of a role that pods become, or read as. */
export const podRole: Call[] = [
  ...everyRole,
  {
    action: "iam:ListRolePolicies",
    reason: "reads which inline policies it has",
    by: ["pulumi", "revoke"],
  },
  { action: "iam:UpdateAssumeRolePolicy", reason: "changes which pods become it" },
  { action: "iam:PutRolePolicy", reason: "says what it reads", by: ["pulumi", "up", "revoke"] },
  {
    action: "iam:GetRolePolicy",
    reason: "reads what it reads",
    by: ["pulumi", "up", "revoke"],
  },
  {
    action: "iam:DeleteRolePolicy",
    reason: "takes away what it read, and inline policies of others",
    by: ["pulumi", "up", "revoke"],
  },
  { action: "iam:DetachRolePolicy", reason: "detaches managed policies that others attached" },
  { action: "iam:PutRolePermissionsBoundary", reason: "bounds it anew" },
  { action: "iam:DeleteRolePermissionsBoundary", reason: "takes its boundary away" },
];
