/** What makes a call: the providers in any run of Pulumi, `up` and its brothers beside them, or one verb. */
export const CALLERS = ["pulumi", "up", "put", "revoke", "restore"] as const;

export type Caller = (typeof CALLERS)[number];

/** Operators of conditions, and for each the keys with their values. */
export type Condition = Record<string, Record<string, string[]>>;

/** A call of AWS, as far as rights go. */
export interface Call {
  action: string;
  reason: string;
  /** Defaults to `pulumi`. */
  by?: readonly Caller[];
  /** The action takes no resource, or AWS assigns its name only then. */
  anywhere?: true;
  /** Under which conditions alone it is needed. */
  condition?: Condition;
  /** Only this service makes it, for whoever calls the service. */
  via?: "secretsmanager" | "ssm";
  /** Where it is documented: no run in the sandbox makes it. */
  source?: string;
  /** Only where the inventory gives the account tags. */
  forTags?: true;
  /** The verb does without it. */
  optional?: true;
}

/** A call by the action that allows it, why it is made, and under which circumstances. */
export function call(
  action: string,
  reason: string,
  circumstances: Omit<Call, "action" | "reason"> = {},
): Call {
  return { action, reason, ...circumstances };
}

/** The calls by which a service gives things the account's tags, and takes them away. */
export function tagCalls(tag: string, untag: string, source?: string): Call[] {
  const circumstances = { forTags: true as const, ...(source !== undefined && { source }) };
  return [
    call(tag, "gives it the account's tags", circumstances),
    call(untag, "takes tags away that the account has no more", circumstances),
  ];
}

/** What both a plain `pulumi up` and the command's `up` call. */
export const BOTH = ["pulumi", "up"] as const;

/** What these call, and `revoke`. */
export const BOTH_AND_REVOKE = [...BOTH, "revoke"] as const;

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

/** What rights are asked for: those of stacks, by the command or by Pulumi alone, or of one verb. */
export const USES = ["deploy", "pulumi", "put", "revoke", "restore"] as const;

export type Use = (typeof USES)[number];
